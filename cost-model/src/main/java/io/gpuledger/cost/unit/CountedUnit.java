package io.gpuledger.cost.unit;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit of a bill that counts tokens, vectors or queries. Units that a provider made up for itself
 * (read units, capacity units, DBUs) are none: they stay what they are.
 *
 * @param name as the bill writes it
 * @param counted the unit that people compare in
 * @param block how many tokens, vectors or queries one is; above zero
 */
public record CountedUnit(String name, Unit counted, BigInteger block) {
  /** {@code 1000 Tokens}, {@code 1M tokens}, {@code million tokens}, {@code Vectors}. */
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:([1-9][0-9]{0,2}(?:,?[0-9]{3}){0,3}) ?)?(k|m|b|thousand|million|billion)? ?([a-z]+)");

  private static final Map<String, Unit> NOUNS = new HashMap<>();
  private static final Map<String, BigInteger> FACTORS =
      Map.of(
          "k", BigInteger.TEN.pow(3),
          "thousand", BigInteger.TEN.pow(3),
          "m", BigInteger.TEN.pow(6),
          "million", BigInteger.TEN.pow(6),
          "b", BigInteger.TEN.pow(9),
          "billion", BigInteger.TEN.pow(9));

  static {
    NOUNS.put("token", Unit.MILLION_TOKENS);
    NOUNS.put("tokens", Unit.MILLION_TOKENS);
    NOUNS.put("vector", Unit.MILLION_VECTORS);
    NOUNS.put("vectors", Unit.MILLION_VECTORS);
    NOUNS.put("query", Unit.THOUSAND_QUERIES);
    NOUNS.put("queries", Unit.THOUSAND_QUERIES);
    NOUNS.put("search", Unit.THOUSAND_QUERIES);
    NOUNS.put("searches", Unit.THOUSAND_QUERIES);
  }

  public CountedUnit {
    if (block.signum() <= 0) {
      throw new IllegalArgumentException(name + " is a block of " + block);
    }
  }

  /** The unit of a text, in any case; empty where it counts none of these. */
  public static Optional<CountedUnit> parse(String text) {
    Matcher block = BLOCK.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!block.matches()) {
      return Optional.empty();
    }
    String count = block.group(1);
    String factor = block.group(2);
    BigInteger size = count == null ? BigInteger.ONE : new BigInteger(count.replace(",", ""));
    return Optional.ofNullable(NOUNS.get(block.group(3)))
        .map(
            unit ->
                new CountedUnit(
                    text.strip(),
                    unit,
                    factor == null
                        ? size
                        : size.multiply(FACTORS.getOrDefault(factor, BigInteger.ONE))));
  }

  /** A quantity of this unit in the base of {@link #counted}, exactly. */
  public BigInteger count(Amount quantity) {
    return quantity.unscaled().multiply(block);
  }
}
