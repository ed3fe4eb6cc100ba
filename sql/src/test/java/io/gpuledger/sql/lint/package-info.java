/** The rules that SQL over money keeps to, checked on the text of every file. */
package io.gpuledger.sql.lint;
