/**
 * The one list of group keys and the one filter language over them, for API, command line, budgets,
 * ownership rules and reports.
 *
 * <p>Grammar (OpenCost's filter V2, with a precedence where it leaves one open):
 *
 * <pre>
 * filter     ::= and ('|' and)*
 * and        ::= element ('+' element)*
 * element    ::= '(' filter ')' | comparison
 * comparison ::= field operator value (',' value)*
 * field      ::= name | 'tag:' key | 'tag[' key ']' | 'label[' key ']'
 * operator   ::= ':' | '!:' | '~:' | '!~:' | '&lt;~:' | '!&lt;~:' | '~&gt;:' | '!~&gt;:'
 * value      ::= '"' characters, with \" and \\ '"' | letters, digits, '_', '-', '.', '/', '@'
 * </pre>
 *
 * <p>A list of values means any of them; behind a negated operator, none of them. Comparison is
 * exact and case-sensitive. A missing value is the text {@code -}.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.filter;
