package io.gpuledger.ingest.focus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.wire.KeyValues;
import java.io.IOException;
import java.io.StringWriter;

/**
 * Reads cells that hold JSON. Key-value columns are flat: numbers and booleans become their text, a
 * nested value keeps its JSON text, null becomes the empty text. Azure's tags without braces are
 * read as if they had them.
 */
final class JsonCells {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonCells() {}

  /** A JSON object or array, kept as its text. */
  static ColumnValue document(ColumnValue.Slice slice) {
    byte[] bytes = slice.bytes();
    try (JsonParser parser = JSON.createParser(bytes)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
        return notJson(slice, "a JSON object");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        return notJson(slice, "one JSON object");
      }
      return ColumnValue.ofText(slice, ByteString.copyFrom(bytes), false);
    } catch (IOException e) {
      return notJson(slice, "a JSON object");
    }
  }

  static ColumnValue keyValues(ColumnValue.Slice slice) {
    byte[] bytes = slice.bytes();
    int at = 0;
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    boolean bare = at < bytes.length && bytes[at] == '"';
    try (JsonParser parser = JSON.createParser(bare ? braced(bytes) : bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return notJson(slice, "a flat JSON object of keys and values");
      }
      KeyValues.Builder entries = KeyValues.newBuilder();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        entries.putEntries(key, value(parser));
      }
      if (parser.nextToken() != null) {
        return notJson(slice, "one flat JSON object");
      }
      return ColumnValue.ofKeyValues(slice, entries.build());
    } catch (IOException e) {
      return notJson(slice, "a flat JSON object of keys and values");
    }
  }

  private static String value(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      StringWriter text = new StringWriter();
      try (JsonGenerator generator = JSON.createGenerator(text)) {
        generator.copyCurrentStructure(parser);
      }
      return text.toString();
    }
    return token == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  private static byte[] braced(byte[] bytes) {
    byte[] braced = new byte[bytes.length + 2];
    braced[0] = '{';
    System.arraycopy(bytes, 0, braced, 1, bytes.length);
    braced[braced.length - 1] = '}';
    return braced;
  }

  private static ColumnValue notJson(ColumnValue.Slice slice, String expected) {
    return ColumnValue.ofFault(
        slice, ProblemCode.NOT_JSON, Shown.quoted(slice.bytes()) + " is not " + expected);
  }
}
