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

/** A folder of this machine with all below it. Links are not followed: they could lead anywhere. */
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
    List<StoredObject> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              if (found.size() == MAX_OBJECTS) {
                throw ObjectStore.tooMany(place());
              }
              found.add(object(file, attributes));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
            if (failed instanceof NoSuchFileException) {
              // It was taken away during the look.
              return FileVisitResult.CONTINUE;
            }
            throw new IOException(place() + ": cannot read " + folder.relativize(file), failed);
          }
        });
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  private StoredObject object(Path file, BasicFileAttributes attributes) {
    String key =
        folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    Instant changed = attributes.lastModifiedTime().toInstant();
    return new StoredObject(key, attributes.size() + "@" + changed, attributes.size(), changed);
  }

  @Override
  public InputStream open(StoredObject object) throws IOException {
    Path file = folder.resolve(object.key());
    InputStream content = Files.newInputStream(file, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    return new CheckedStream(content, object.bytes(), place() + ": " + object.key()) {
      @Override
      void ended() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        if (!object(file, now).version().equals(object.version())) {
          throw new IOException(place() + ": " + object.key() + " changed while it was read");
        }
      }
    };
  }
}
