package io.gpuledger.dashboard.backup;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies the tables of a running embedded engine. The engine freezes each table, which gives every
 * part a second name; parts are never changed in place, so merges and inserts go on meanwhile. What
 * the engine remembers of insert tokens is left out: a copy is taken when nothing is on its way.
 */
public final class EngineCopy {
  /** Folders of the engine that say nothing about the tables. */
  private static final Set<String> LEFT_OUT =
      Set.of("engine.lock", "status", "shadow", "store", "tmp", "uuid");

  /** As the statement names it. */
  private static final String FROZEN = "shadow/gpuledger_backup";

  private EngineCopy() {}

  /**
   * Copies all tables.
   *
   * @param migrator the engine, through the door that may change tables
   * @param engine the engine's folder
   * @param target the folder to be; absent
   */
  public static void copy(LedgerClient migrator, Path engine, Path target) throws IOException {
    Path frozen = engine.resolve(FROZEN);
    Trees.delete(frozen);
    List<String> tables =
        migrator.query(SqlText.load("queries/backup_tables"), Map.of()).lines().toList();
    for (String table : tables) {
      migrator.execute(SqlText.load("queries/backup_freeze"), Map.of("table", table));
    }
    Files.createDirectories(target);
    for (Path entry : Trees.children(engine)) {
      if (!LEFT_OUT.contains(entry.getFileName().toString())) {
        copyTree(entry, target.resolve(engine.relativize(entry).toString()));
      }
    }
    // store/abc/abcdef..: definitions of a database, or a table's few files beside its parts.
    for (Path group : Trees.children(engine.resolve("store"))) {
      for (Path table : Trees.children(group)) {
        Trees.copyFiles(table, target.resolve(engine.relativize(table).toString()));
      }
    }
    for (Path group : Trees.children(frozen.resolve("store"))) {
      for (Path table : Trees.children(group)) {
        Path parts = target.resolve(frozen.relativize(table).toString());
        Files.createDirectories(parts);
        for (Path part : Trees.children(table)) {
          Files.move(part, parts.resolve(table.relativize(part).toString()));
        }
      }
    }
    Trees.delete(frozen);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(to);
      for (Path child : Trees.children(from)) {
        copyTree(child, to.resolve(from.relativize(child).toString()));
      }
    } else {
      Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
