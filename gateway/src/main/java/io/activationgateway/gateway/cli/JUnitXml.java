package io.activationgateway.gateway.cli;

import io.activationgateway.residency.document.DocumentError;
import io.activationgateway.residency.document.PolicyReview;
import java.util.List;

/** The outcome of examples in the XML that CI systems read as test results. Pure functions. */
final class JUnitXml {

    private JUnitXml() {}

    static String of(PolicyReview review) {
        var cases = new StringBuilder();
        int failures = 0;
        for (var example : review.examples()) {
            testCase("policy.examples", example.name() + ": " + example.title(), example.problems(), cases);
            failures += example.passed() ? 0 : 1;
        }
        var others = review.examples().isEmpty() ? review.errors() : List.<DocumentError>of();
        for (var error : others) {
            testCase("policy.documents", error.file(), List.of(error.text()), cases);
            failures++;
        }
        for (var rule : review.untouched()) {
            testCase("policy.rules", rule, List.of("no example touches this rule"), cases);
            failures++;
        }
        int tests =
                review.examples().size() + others.size() + review.untouched().size();
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"policy\" tests=\"" + tests
                + "\" failures=\"" + failures + "\" errors=\"0\" skipped=\"0\">\n" + cases + "</testsuite>\n";
    }

    private static void testCase(String group, String name, List<String> problems, StringBuilder into) {
        into.append("  <testcase classname=\"")
                .append(group)
                .append("\" name=\"")
                .append(escaped(name))
                .append('"');
        if (problems.isEmpty()) {
            into.append("/>\n");
        } else {
            into.append(">\n    <failure message=\"")
                    .append(escaped(problems.getFirst().lines().findFirst().orElse("")))
                    .append("\">")
                    .append(escaped(String.join("\n", problems)))
                    .append("</failure>\n  </testcase>\n");
        }
    }

    /** XML 1.0 has no control characters, not even escaped. */
    private static String escaped(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "?")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
