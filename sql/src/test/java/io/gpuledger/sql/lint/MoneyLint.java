package io.gpuledger.sql.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds arithmetic over money that the engine gets wrong without saying so: products and quotients
 * wrap or lose digits, averages become floats, a plain sum wraps.
 *
 * <p>Money is a column whose name ends in cost, price or amount, one of the four words billed,
 * effective, list and contracted, and whatever an alias is given from an expression over one.
 */
public final class MoneyLint {
  private static final Pattern TOKEN =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.|'')*'|`[^`]*`|\"[^\"]*\"|[A-Za-z_][A-Za-z_0-9]*|\\d+(?:\\.\\d+)?|\\S");
  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern MONEY =
      Pattern.compile(
          ".*(?:^|_)(?:cost|price|amount)(?:_raw)?|billed|effective|list|contracted",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> FORBIDDEN_CALLS =
      Set.of(
          "avg",
          "avgif",
          "avgweighted",
          "round",
          "roundbankers",
          "floor",
          "ceil",
          "ceiling",
          "trunc",
          "truncate",
          "divide",
          "multiply",
          "intdiv",
          "modulo",
          "tofloat32",
          "tofloat64",
          "median",
          "quantile",
          "sumkahan",
          "sumwithoverflow");
  private static final Set<String> SUMS = Set.of("sum", "sumif", "sumornull", "sumornullif");
  private static final Set<String> NO_OPERAND_BEFORE_STAR =
      Set.of("select", "distinct", "(", ",", ".");

  private final List<String> tokens = new ArrayList<>();
  private final Set<String> moneyAliases = new HashSet<>();
  private final List<String> offences = new ArrayList<>();

  private MoneyLint(String sql) {
    Matcher matcher = TOKEN.matcher(COMMENT.matcher(sql).replaceAll(" "));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  /** What is wrong with a text, one line each. */
  public static List<String> check(String sql) {
    MoneyLint lint = new MoneyLint(sql);
    int before;
    do {
      before = lint.moneyAliases.size();
      lint.collectAliases();
    } while (lint.moneyAliases.size() > before);
    for (int i = 0; i < lint.tokens.size(); i++) {
      lint.operator(i);
      lint.call(i);
    }
    return lint.offences;
  }

  private void collectAliases() {
    for (int i = 1; i + 1 < tokens.size(); i++) {
      boolean alias = word(i).equals("as") && isWord(tokens.get(i + 1));
      if (alias && isMoney(operandBefore(i))) {
        moneyAliases.add(word(i + 1));
      }
    }
  }

  private void operator(int i) {
    String token = tokens.get(i);
    if (!token.equals("*") && !token.equals("/")) {
      return;
    }
    boolean star = token.equals("*") && i > 0 && NO_OPERAND_BEFORE_STAR.contains(word(i - 1));
    if (star || i == 0) {
      return;
    }
    if (isMoney(operandBefore(i)) || isMoney(operandAfter(i))) {
      offences.add("operator " + token + " on money near " + around(i));
    }
  }

  private void call(int i) {
    if (i + 1 >= tokens.size() || !tokens.get(i + 1).equals("(") || !isWord(tokens.get(i))) {
      return;
    }
    int end = closing(i + 1);
    List<String> inside = tokens.subList(i + 2, end);
    String name = word(i);
    if (FORBIDDEN_CALLS.contains(name) && isMoney(inside)) {
      offences.add(name + " of money near " + around(i));
    }
    if (SUMS.contains(name) && isMoney(inside) && !widened(i + 2)) {
      offences.add(name + " of money that is not sum(toDecimal256(.., 18)) near " + around(i));
    }
    boolean exact = name.equals("multiplydecimal") || name.equals("dividedecimal");
    boolean scaled = inside.size() > 2 && inside.get(inside.size() - 1).equals("18");
    if (exact && !scaled) {
      offences.add(name + " without scale 18 near " + around(i));
    }
  }

  /** Whether toDecimal256(.., 18) stands here, as the whole first argument. */
  private boolean widened(int start) {
    if (!word(start).equals("todecimal256") || !tokens.get(start + 1).equals("(")) {
      return false;
    }
    int end = closing(start + 1);
    boolean scaled = tokens.get(end - 1).equals("18") && tokens.get(end - 2).equals(",");
    return scaled && (tokens.get(end + 1).equals(")") || tokens.get(end + 1).equals(","));
  }

  private List<String> operandBefore(int i) {
    int end = i - 1;
    int start = end;
    if (tokens.get(end).equals(")")) {
      start = opening(end);
      if (start > 0 && isWord(tokens.get(start - 1))) {
        start--;
      }
    }
    while (start > 1 && tokens.get(start - 1).equals(".")) {
      start -= 2;
    }
    return tokens.subList(start, end + 1);
  }

  private List<String> operandAfter(int i) {
    int start = Math.min(i + 1, tokens.size() - 1);
    int end = start;
    while (end + 2 < tokens.size() && tokens.get(end + 1).equals(".")) {
      end += 2;
    }
    if (tokens.get(end).equals("(")) {
      end = closing(end);
    } else if (end + 1 < tokens.size() && tokens.get(end + 1).equals("(")) {
      end = closing(end + 1);
    }
    return tokens.subList(start, end + 1);
  }

  private boolean isMoney(List<String> expression) {
    for (String token : expression) {
      String name = token.replaceAll("[`\"]", "").toLowerCase(Locale.ROOT);
      boolean text = token.startsWith("'");
      if (!text && (MONEY.matcher(name).matches() || moneyAliases.contains(name))) {
        return true;
      }
    }
    return false;
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a parenthesis is not closed");
  }

  private int opening(int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      depth += tokens.get(i).equals(")") ? 1 : tokens.get(i).equals("(") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a parenthesis is not opened");
  }

  private String word(int i) {
    return tokens.get(i).toLowerCase(Locale.ROOT);
  }

  private static boolean isWord(String token) {
    return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
  }

  private String around(int i) {
    return String.join(" ", tokens.subList(Math.max(0, i - 4), Math.min(tokens.size(), i + 8)));
  }
}
