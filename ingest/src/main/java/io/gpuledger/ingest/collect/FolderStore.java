package io.gpuledger.ingest.collect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A folder of this machine with all below it. It may be named by a link; links below it are not
 * followed: they could lead anywhere.
 */
public final class FolderStore implements ObjectStore {
  private final Path folder;

  public FolderStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public String place() {
    return "folder " + folder;
  }

  @Override
  public List<StoredObject> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(place() + " is not there, or no folder");
    }
    Path root = folder.toRealPath();
    List<StoredObject> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              if (found.size() == MAX_OBJECTS) {
                throw ObjectStore.tooMany(place());
              }
              found.add(object(root, file, attributes));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
            if (failed instanceof NoSuchFileException) {
              // It was taken away during the look.
              return FileVisitResult.CONTINUE;
            }
            throw new IOException(place() + ": cannot read " + root.relativize(file), failed);
          }
        });
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  private static StoredObject object(Path root, Path file, BasicFileAttributes attributes) {
    String key = root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    Instant changed = attributes.lastModifiedTime().toInstant();
    return new StoredObject(key, attributes.size() + "@" + changed, attributes.size(), changed);
  }

  @Override
  public InputStream open(StoredObject object) throws IOException {
    Path root = folder.toRealPath();
    Path file = root.resolve(object.key());
    InputStream content = Files.newInputStream(file, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    return new CheckedStream(content, object.bytes(), place() + ": " + object.key()) {
      @Override
      void ended() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        if (!object(root, file, now).version().equals(object.version())) {
          throw new IOException(place() + ": " + object.key() + " changed while it was read");
        }
      }
    };
  }
}
