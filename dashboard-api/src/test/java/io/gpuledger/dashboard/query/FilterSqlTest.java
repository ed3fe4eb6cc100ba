package io.gpuledger.dashboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSqlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "''; 1; {}",
        "team:a; (has({p0:Array(String)}, toString(team))); {p0=['a']}",
        "team!:a,b; NOT (has({p0:Array(String)}, toString(team))); {p0=['a','b']}",
        "costCenter~:x; (position(cost_center, {p0:String}) > 0); {p0=x}",
        "team<~:x; (startsWith(team, {p0:String})); {p0=x}",
        "team!~>:x,y; NOT (endsWith(team, {p0:String}) OR endsWith(team, {p1:String})); {p0=x, p1=y}",
        "team:\"it's\"; (has({p0:Array(String)}, toString(team))); {p0=['it''s']}",
        "team<~:a+state~:b; ((startsWith(team, {p0:String})) AND (position(state, {p1:String}) > 0)); {p0=a, p1=b}",
        "team<~:a|state~:b; ((startsWith(team, {p0:String})) OR (position(state, {p1:String}) > 0)); {p0=a, p1=b}",
        "tag:env<~:p; (startsWith(if(tags[{p0:String}] = '', '-', tags[{p0:String}]), {p1:String})); {p0=env, p1=p}",
      })
  void a_filter_becomes_text_and_bound_values(String filter, String text, String parameters) {
    SqlWriter out = new SqlWriter();
    new FilterSql(out, CostTable::column).write(Filter.parse(filter));
    assertThat(out.build().text()).isEqualTo(text);
    assertThat(Map.copyOf(out.build().parameters())).hasToString(sorted(parameters));
  }

  private static String sorted(String parameters) {
    SqlWriter out = new SqlWriter();
    for (String entry : parameters.substring(1, parameters.length() - 1).split(", p", -1)) {
      if (!entry.isEmpty()) {
        out.bind("String", entry.substring(entry.indexOf('=') + 1));
      }
    }
    return Map.copyOf(out.build().parameters()).toString();
  }

  @Test
  void no_value_of_a_filter_stands_in_the_text() {
    SqlWriter out = new SqlWriter();
    Filter filter = Filter.parse("team:\"zzz\"|resource~:\"zzz\"+tag:\"zzz\"<~:\"zzz\"");
    new FilterSql(out, CostTable::column).write(filter);
    assertThat(out.build().text()).doesNotContain("zzz");
  }
}
