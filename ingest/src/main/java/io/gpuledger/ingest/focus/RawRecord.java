package io.gpuledger.ingest.focus;

/** A record of a file, one cell at a time: {@link #select} a cell, then look at its bytes. */
public interface RawRecord {
  /** The first physical line of the record, from 1; its number where the format has no lines. */
  long line();

  /** How many cells it has. */
  int fields();

  /**
   * Makes a cell the one that the other methods speak of.
   *
   * @param field position from 0
   * @return why the cell has no text, or an empty text
   */
  String select(int field);

  /** The array that holds the cell; without the quotes around it, doubled ones made single. */
  byte[] bytes();

  int start();

  int end();

  /** The record as it is written, cut to what is kept with a fault. */
  String rawText();

  /** Whether the cell is an empty text in quotes, which a bare empty cell is not. */
  boolean quotedEmpty();
}
