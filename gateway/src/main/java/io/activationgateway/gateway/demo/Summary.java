package io.activationgateway.gateway.demo;

import io.activationgateway.gateway.demo.Audience.Site;
import io.activationgateway.residency.verdict.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What the demonstration shows.
 *
 * @param told how many consent events ended how, by gateway
 * @param tallies one per gateway and destination, in this order
 * @param deferred audiences that were sent later
 * @param examples decisions worth reading
 * @param violations what the check found; empty where every promise was kept
 */
record Summary(
        Map<Site, Map<String, Integer>> told,
        List<Tally> tallies,
        List<Deferred> deferred,
        List<Posted> examples,
        List<String> violations,
        Map<String, String> links) {

    static final List<String> OUTCOMES = List.of("forwarded", "withheld", "misdirected", "failed", "uncertain");

    /**
     * The rows of one destination.
     *
     * @param outcomes how many rows had each outcome
     * @param reasons per outcome how many rows had each reason
     */
    record Tally(
            Site site,
            String destination,
            int received,
            Map<String, Integer> outcomes,
            Map<String, Map<String, Integer>> reasons) {}

    static Summary of(Run.Outcome run, Collection<Customer> customers, Map<String, String> links) {
        var told = new LinkedHashMap<Site, Map<String, Integer>>();
        for (var site : Site.values()) {
            told.put(site, Answers.sum(run.told(), site));
        }
        var violations = new ArrayList<>(Check.violations(run.posted(), run.received(), customers));
        var missing = Shown.missing(run.posted());
        if (!missing.isEmpty()) {
            violations.add("reasons that no row met: " + String.join(", ", missing));
        }
        return new Summary(
                told, tallies(run.posted()), run.deferred(), examples(run.posted()), List.copyOf(violations), links);
    }

    boolean passed() {
        return violations.isEmpty();
    }

    private static List<Tally> tallies(List<Posted> posted) {
        var groups = new TreeMap<Site, Map<String, List<Posted>>>();
        for (var row : posted) {
            groups.computeIfAbsent(row.audience().job().site(), _ -> new TreeMap<>())
                    .computeIfAbsent(row.destination(), _ -> new ArrayList<>())
                    .add(row);
        }
        var tallies = new ArrayList<Tally>();
        groups.forEach((site, destinations) ->
                destinations.forEach((destination, rows) -> tallies.add(tally(site, destination, rows))));
        return tallies;
    }

    private static Tally tally(Site site, String destination, List<Posted> rows) {
        var outcomes = new LinkedHashMap<String, Integer>();
        OUTCOMES.forEach(outcome -> outcomes.put(outcome, 0));
        var reasons = new LinkedHashMap<String, Map<String, Integer>>();
        for (var row : rows) {
            outcomes.merge(row.result().outcome(), 1, Integer::sum);
            if (!row.result().reason().isEmpty()) {
                reasons.computeIfAbsent(row.result().outcome(), _ -> new TreeMap<>())
                        .merge(row.result().reason(), 1, Integer::sum);
            }
        }
        return new Tally(site, destination, rows.size(), outcomes, reasons);
    }

    /** A row that went without its health data, one whose consent was taken back, one that a contract kept. */
    private static List<Posted> examples(List<Posted> posted) {
        var examples = new ArrayList<Posted>();
        for (var kind : List.<Predicate<Posted>>of(
                row -> row.result().forwarded()
                        && row.destination().equals("iterable-eu")
                        && row.result().dropped().contains("health_interest"),
                row -> row.result().reason().equals(Reason.CONSENT_WITHDRAWN.code()),
                row -> row.result().reason().equals(Reason.TRANSFER_NOT_NOTIFIED.code()))) {
            posted.stream().filter(kind).findFirst().ifPresent(examples::add);
        }
        return List.copyOf(examples);
    }
}
