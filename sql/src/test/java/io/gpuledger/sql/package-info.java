/** Rules over the whole module. */
package io.gpuledger.sql;
