package io.gpuledger.ingest.conformance;

import java.util.List;

/**
 * What a check of some files found.
 *
 * @param files in the order in which they were given
 * @param rules the rules that are broken, MUST before SHOULD, then by name
 * @param notes what could not be checked, and why
 */
public record ConformanceReport(List<FileResult> files, List<Rule> rules, List<String> notes) {

  /**
   * A file.
   *
   * @param dataset the FOCUS name of what it holds, or empty where its header is of no dataset
   * @param version release it was checked against, or empty
   * @param rows records that were checked; those that could not be split into cells do not count
   */
  public record FileResult(
      String file, String dataset, String version, long rows, long must, long should) {}

  /**
   * A broken rule.
   *
   * @param count all findings
   * @param findings the first of them
   */
  public record Rule(String name, Severity severity, long count, List<Finding> findings) {
    public Rule {
      findings = List.copyOf(findings);
    }
  }

  public ConformanceReport {
    files = List.copyOf(files);
    rules = List.copyOf(rules);
    notes = List.copyOf(notes);
  }

  /** Number of findings of a severity. */
  public long count(Severity severity) {
    return rules.stream().filter(rule -> rule.severity() == severity).mapToLong(Rule::count).sum();
  }

  /** Number of broken rules of a severity. */
  public long brokenRules(Severity severity) {
    return rules.stream().filter(rule -> rule.severity() == severity).count();
  }

  /** Whether nothing that FOCUS requires is broken. */
  public boolean conforms() {
    return count(Severity.MUST) == 0;
  }

  public long rows() {
    return files.stream().mapToLong(FileResult::rows).sum();
  }
}
