package io.gpuledger.dashboard.query;

import io.gpuledger.sql.query.ArrayParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects SQL of constant text and bound values. */
final class SqlWriter {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /** Adds text that never holds a value of a request. */
  SqlWriter add(String constant) {
    text.append(constant);
    return this;
  }

  /** Adds a value as a parameter of a type. */
  SqlWriter bind(String type, String value) {
    text.append(parameter(type, value));
    return this;
  }

  /** Adds several texts as one array. */
  SqlWriter bindAll(List<String> values) {
    return bind("Array(String)", ArrayParameter.ofTexts(values));
  }

  /** A placeholder for a value, to be added later, once or more often. */
  String parameter(String type, String value) {
    String name = "p" + parameters.size();
    parameters.put(name, value);
    return "{" + name + ":" + type + "}";
  }

  String text() {
    return text.toString();
  }

  BoundSql build() {
    return new BoundSql(text.toString(), parameters);
  }
}
