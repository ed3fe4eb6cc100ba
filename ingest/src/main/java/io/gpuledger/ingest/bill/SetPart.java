package io.gpuledger.ingest.bill;

import io.gpuledger.ingest.focus.BillFile;

/**
 * A file of a set, and what is known of it before it is read.
 *
 * @param export tells the files of one manifest from those of another; empty where no manifest
 *     names the file
 * @param exportType what the manifest says that the export is, in the provider's word; may be empty
 * @param readable whether it is read at all: not where it has another format than the set
 */
public record SetPart(BillFile file, String export, String exportType, boolean readable) {}
