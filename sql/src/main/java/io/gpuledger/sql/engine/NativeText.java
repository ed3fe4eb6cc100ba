package io.gpuledger.sql.engine;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text and tables of text in native memory, with their lengths. The objects keep the memory. */
final class NativeText {
  private final Memory memory;
  private final long length;

  private NativeText(Memory memory, long length) {
    this.memory = memory;
    this.length = length;
  }

  static NativeText of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // One byte more, because native memory cannot be empty and text ends with a zero.
    Memory memory = new Memory(bytes.length + 1L);
    memory.write(0, bytes, 0, bytes.length);
    memory.setByte(bytes.length, (byte) 0);
    return new NativeText(memory, bytes.length);
  }

  Pointer pointer() {
    return memory;
  }

  long length() {
    return length;
  }

  /** Reads text that ends with a zero. */
  static String read(Pointer pointer) {
    return pointer.getString(0, "UTF-8");
  }

  /** Names or values as the engine takes them: a table of pointers and one of lengths. */
  static final class Table {
    // Held so that the memory lives as long as the tables that point into it.
    private final List<NativeText> texts = new ArrayList<>();
    private final @Nullable Memory pointers;
    private final @Nullable Memory lengths;

    private Table(Iterable<String> values) {
      values.forEach(value -> texts.add(of(value)));
      if (texts.isEmpty()) {
        pointers = null;
        lengths = null;
        return;
      }
      Memory table = new Memory((long) texts.size() * Native.POINTER_SIZE);
      Memory sizes = new Memory((long) texts.size() * Native.SIZE_T_SIZE);
      for (int i = 0; i < texts.size(); i++) {
        table.setPointer((long) i * Native.POINTER_SIZE, texts.get(i).pointer());
        sizes.setLong((long) i * Native.SIZE_T_SIZE, texts.get(i).length());
      }
      pointers = table;
      lengths = sizes;
    }

    static Table names(Map<String, String> parameters) {
      return new Table(parameters.keySet());
    }

    static Table values(Map<String, String> parameters) {
      return new Table(parameters.values());
    }

    @Nullable Pointer pointers() {
      return pointers;
    }

    @Nullable Pointer lengths() {
      return lengths;
    }
  }

  /** An argument vector as {@code main} takes it. */
  static Table arguments(List<String> arguments) {
    return new Table(arguments);
  }
}
