package io.gpuledger.streaming.sink;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Numbers texts in the order of their first appearance. Texts are compared where they stand, in the
 * row, so that looking up a known one makes no object.
 */
final class Dictionary {
  private static final int INITIAL_PLACES = 64;

  private final CRC32C hash = new CRC32C();

  /** The texts one after another; text {@code n} begins at {@code begins[n]}. */
  private final ByteRun texts = new ByteRun();

  private int[] begins = new int[INITIAL_PLACES / 2 + 1];
  private int[] hashes = new int[INITIAL_PLACES / 2];
  private int size;

  /** The number given last: a column often repeats the text of the row before. */
  private int last;

  /** Number + 1 of the text at a place, 0 where none is; a power of two, at most half full. */
  private int[] places = new int[INITIAL_PLACES];

  /** The number of a text, a new one where it is new. */
  int numberOf(byte[] source, int from, int to) {
    if (size == 0 || !is(last, source, from, to)) {
      last = find(source, from, to);
    }
    return last;
  }

  private int find(byte[] source, int from, int to) {
    hash.reset();
    hash.update(source, from, to - from);
    int of = (int) hash.getValue();
    int place = of & (places.length - 1);
    while (places[place] != 0) {
      int number = places[place] - 1;
      if (hashes[number] == of && is(number, source, from, to)) {
        return number;
      }
      place = (place + 1) & (places.length - 1);
    }
    return add(place, of, source, from, to);
  }

  private boolean is(int number, byte[] source, int from, int to) {
    return Arrays.equals(texts.array(), begins[number], begins[number + 1], source, from, to);
  }

  int size() {
    return size;
  }

  /** All texts in the order of their numbers, as they were given. */
  ByteRun texts() {
    return texts;
  }

  void clear() {
    size = 0;
    last = 0;
    texts.clear();
    Arrays.fill(places, 0);
  }

  private int add(int place, int of, byte[] source, int from, int to) {
    if (size == hashes.length) {
      grow();
      // The place was one of the smaller table.
      return find(source, from, to);
    }
    int number = size++;
    hashes[number] = of;
    texts.add(source, from, to - from);
    begins[number + 1] = texts.length();
    places[place] = number + 1;
    return number;
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, 2 * hashes.length);
    begins = Arrays.copyOf(begins, hashes.length + 1);
    places = new int[2 * places.length];
    for (int number = 0; number < size; number++) {
      int place = hashes[number] & (places.length - 1);
      while (places[place] != 0) {
        place = (place + 1) & (places.length - 1);
      }
      places[place] = number + 1;
    }
  }
}
