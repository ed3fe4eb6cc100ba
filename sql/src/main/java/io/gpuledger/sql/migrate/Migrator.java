package io.gpuledger.sql.migrate;

import io.gpuledger.sql.query.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the schema files that a database does not have yet, each once, and replaces the views
 * whose text changed. The engine has no transactions over schema changes, so every statement is
 * written to be repeatable and a file counts as applied only after its last one.
 */
public final class Migrator {
  private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

  private final List<SchemaFile> files;
  private final List<SchemaFile> views;

  Migrator(List<SchemaFile> files, List<SchemaFile> views) {
    this.files = List.copyOf(files);
    this.views = List.copyOf(views);
  }

  /** Number of the newest schema file that this version knows. */
  public static int newestVersion() {
    return newest(SqlText.load("schema/files").lines().map(SchemaFile::versioned).toList());
  }

  private static int newest(List<SchemaFile> files) {
    return files.stream().mapToInt(SchemaFile::version).max().orElse(0);
  }

  /**
   * Brings the database to this version's schema.
   *
   * @param database through the migrator's door
   * @return how many files and views were applied
   * @throws MigrationException if the database is from a newer version, an applied file differs
   *     from ours, or a statement fails
   */
  public static int migrate(DataSource database) {
    return new Migrator(
            SqlText.load("schema/files").lines().map(SchemaFile::versioned).toList(),
            SqlText.load("marts/files").lines().map(SchemaFile::view).toList())
        .apply(database);
  }

  int apply(DataSource database) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String ddl :
          new SchemaFile(0, "history", SqlText.load("migrate/history")).statements()) {
        statement.execute(ddl);
      }
      Map<String, String> applied = applied(statement);
      refuseNewer(applied);
      int count = 0;
      for (SchemaFile file : files) {
        count += applyFile(connection, file, applied) ? 1 : 0;
      }
      for (SchemaFile view : views) {
        count += replaceView(connection, view, applied) ? 1 : 0;
      }
      return count;
    } catch (SQLException e) {
      throw new MigrationException("the schema cannot be read or changed: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> applied(Statement statement) throws SQLException {
    Map<String, String> applied = new HashMap<>();
    try (ResultSet rows = statement.executeQuery(SqlText.load("migrate/applied"))) {
      while (rows.next()) {
        applied.put(rows.getString("name"), rows.getString("checksum"));
      }
    }
    return applied;
  }

  private void refuseNewer(Map<String, String> applied) {
    int newest = newest(files);
    for (String name : applied.keySet()) {
      if (!Character.isDigit(name.charAt(0))) {
        continue;
      }
      int version = Integer.parseInt(name.substring(0, name.indexOf('_')));
      if (version > newest) {
        throw new MigrationException(
            "the database has schema "
                + name
                + ", which is newer than this version's "
                + newest
                + "; use the version that wrote it, or restore a backup");
      }
    }
  }

  private static boolean applyFile(
      Connection connection, SchemaFile file, Map<String, String> applied) throws SQLException {
    String before = applied.getOrDefault(file.name(), "");
    if (before.equals(file.checksum())) {
      return false;
    }
    if (!before.isEmpty()) {
      throw new MigrationException(
          "schema file "
              + file.name()
              + " differs from the one this database was made with; an applied file must not"
              + " change");
    }
    run(connection, file);
    return true;
  }

  private static boolean replaceView(
      Connection connection, SchemaFile view, Map<String, String> applied) throws SQLException {
    if (applied.getOrDefault(view.name(), "").equals(view.checksum())) {
      return false;
    }
    run(connection, view);
    return true;
  }

  private static void run(Connection connection, SchemaFile file) throws SQLException {
    LOG.info("applying schema {}", file.name());
    for (String ddl : file.statements()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(ddl);
      } catch (SQLException e) {
        throw new MigrationException(
            "schema file " + file.name() + " cannot be applied: " + e.getMessage(), e);
      }
    }
    try (PreparedStatement record = connection.prepareStatement(SqlText.load("migrate/record"))) {
      record.setLong(1, file.version());
      record.setString(2, file.name());
      record.setString(3, file.checksum());
      record.executeUpdate();
    }
  }
}
