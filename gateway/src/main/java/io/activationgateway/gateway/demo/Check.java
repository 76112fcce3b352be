package io.activationgateway.gateway.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds what each destination received against what the gateways answered. Violations name record ids and columns of
 * invented people, never an address.
 */
final class Check {

    private static final int SHOWN = 5;

    private final String destination;
    private final Received received;
    private final List<Posted> posted;
    private final List<String> violations = new ArrayList<>();

    private Check(String destination, Received received, List<Posted> posted) {
        this.destination = destination;
        this.received = received;
        this.posted = posted;
    }

    /**
     * What is wrong, one sentence each; empty where all promises hold.
     *
     * @param received what the sandbox has, by destination; one for each that was posted to
     */
    static List<String> violations(
            List<Posted> posted, Map<String, Received> received, Collection<Customer> customers) {
        var violations = new ArrayList<String>();
        var byDestination =
                posted.stream().collect(Collectors.groupingBy(Posted::destination, TreeMap::new, Collectors.toList()));
        byDestination.forEach((destination, rows) -> {
            var there = received.get(destination);
            if (there == null) {
                violations.add(destination + ": the sandbox does not tell what it received");
            } else {
                violations.addAll(new Check(destination, there, rows).of(customers));
            }
        });
        return violations;
    }

    private List<String> of(Collection<Customer> customers) {
        if (!received.complete()) {
            violations.add(destination + ": the sandbox did not keep all that it received");
        }
        var owners = new HashMap<String, List<Posted>>();
        posted.forEach(row ->
                owners.computeIfAbsent(row.row().id(), _ -> new ArrayList<>()).add(row));
        sameRecords(owners);
        noStrangers(customers);
        noMarkers();
        return violations;
    }

    /** The set of record ids received is the set forwarded; none of them carries the name of a dropped column. */
    private void sameRecords(Map<String, List<Posted>> byId) {
        var byTrace = byTrace();
        var arrived = new TreeSet<String>();
        var leaked = new TreeSet<String>();
        for (var record : received.records()) {
            var heard = new HeardRecord(record);
            var meant = meant(heard, byId, byTrace);
            if (meant.isEmpty() && heard.optsOut()) {
                continue;
            }
            if (meant.size() != 1) {
                violations.add(destination + ": received a record that " + meant.size()
                        + " posted rows could be (expected: 1)");
                continue;
            }
            var row = meant.getFirst();
            if (heard.accepted()) {
                arrived.add(row.row().id());
            }
            row.result().dropped().stream()
                    .filter(heard.names()::contains)
                    .forEach(column -> leaked.add(row.row().id() + " " + column));
        }
        var forwarded = posted.stream()
                .filter(row -> row.result().forwarded())
                .map(row -> row.row().id())
                .collect(Collectors.toCollection(TreeSet::new));
        tell("received but not forwarded", without(arrived, forwarded));
        tell("forwarded but not received", without(forwarded, arrived));
        tell("received with a column that was dropped", leaked);
    }

    /** The rows that a record can be: by its id where that left, else by what names its person. */
    private List<Posted> meant(HeardRecord heard, Map<String, List<Posted>> byId, Map<String, List<Posted>> byTrace) {
        var id = heard.recordId();
        if (id != null) {
            return byId.getOrDefault(id, List.of());
        }
        return heard.texts().stream()
                .map(text -> byTrace.getOrDefault(call(heard.operation(), heard.list(), text), List.of()))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private Map<String, List<Posted>> byTrace() {
        var byTrace = new HashMap<String, List<Posted>>();
        for (var row : posted) {
            var customer = row.row().customer();
            if (customer != null) {
                var list = Objects.requireNonNullElse(row.audience().list(), "");
                Traces.of(customer)
                        .forEach(trace -> byTrace.computeIfAbsent(
                                        call(row.audience().operation(), list, trace), _ -> new ArrayList<>())
                                .add(row));
            }
        }
        return byTrace;
    }

    private static String call(String operation, String list, String trace) {
        return operation + "\n" + list + "\n" + trace;
    }

    /**
     * Nobody is named in the bytes none of whose rows was forwarded here, but those whose opt-outs the gateway tells: they
     * may have been forwarded in an earlier run.
     */
    private void noStrangers(Collection<Customer> customers) {
        var welcome = posted.stream()
                .filter(row -> row.result().forwarded())
                .map(row -> row.row().customer())
                .filter(Objects::nonNull)
                .map(Customer::number)
                .collect(Collectors.toSet());
        var optedOut = received.records().stream()
                .map(HeardRecord::new)
                .filter(HeardRecord::optsOut)
                .flatMap(heard -> heard.texts().stream())
                .collect(Collectors.toSet());
        var traces = new Traces<String>();
        customers.stream()
                .filter(customer -> !welcome.contains(customer.number()))
                .filter(customer -> Collections.disjoint(Traces.of(customer), optedOut))
                .forEach(customer -> traces.addAll(Traces.of(customer), customer.userId()));
        tell(
                "named in the bytes, though nothing of them was forwarded",
                traces.in(received.bytes().getBytes()));
    }

    /** A text that stands in a dropped column of a row stands nowhere in the bytes. */
    private void noMarkers() {
        var traces = new Traces<String>();
        for (var row : posted) {
            for (var column : List.of(Row.NOTES, Row.SUPPORT)) {
                boolean mayLeave =
                        row.result().forwarded() && !row.result().dropped().contains(column);
                if (row.row().fields().containsKey(column) && !mayLeave) {
                    traces.add(Row.marker(row.row().id(), column), row.row().id() + " " + column);
                }
            }
        }
        tell(
                "text of a dropped column found in the bytes",
                traces.in(received.bytes().getBytes()));
    }

    private void tell(String what, Set<String> which) {
        if (!which.isEmpty()) {
            var shown = which.stream().sorted().limit(SHOWN).collect(Collectors.joining(", "));
            violations.add(destination + ": " + what + ": " + which.size() + " (" + shown
                    + (which.size() > SHOWN ? ", ..." : "") + ")");
        }
    }

    private static Set<String> without(Set<String> all, Set<String> those) {
        var left = new TreeSet<>(all);
        left.removeAll(those);
        return left;
    }
}
