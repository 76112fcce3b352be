package io.activationgateway.gateway.screening;

import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.screening.TrafficRecord.Recorded;
import io.activationgateway.gateway.screening.WhatIfReport.Change;
import io.activationgateway.gateway.screening.WhatIfReport.Flip;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.table.Home;
import io.activationgateway.residency.table.PolicyTable;
import io.activationgateway.residency.table.Route;
import io.activationgateway.residency.table.Shape;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Verdict;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides recorded traffic again under two policies and tells where they differ. Both are asked for the same instant, so
 * that what differs comes of the documents alone. What the rows' consent signals left of a permission counts as it did
 * when they were read: a draft that demands other signals shows there only with new traffic. Runs for a second or so; on a
 * worker.
 */
public final class WhatIf {

    private final ConsentView view;
    private final PolicyTable before;
    private final PolicyTable after;
    private final IdentityHashMap<FieldCatalogue, int[]> toBefore = new IdentityHashMap<>();
    private final IdentityHashMap<FieldCatalogue, int[]> toAfter = new IdentityHashMap<>();
    private final Map<Flip.Kind, Long> flips = new HashMap<>();
    private long decided;
    private long same;

    private WhatIf(ConsentView view, PolicyTable before, PolicyTable after) {
        this.view = view;
        this.before = before;
        this.after = after;
    }

    /** Compares two policies, both compiled for the same instant, over what was recorded. */
    public static WhatIfReport compare(TrafficRecord record, ConsentView view, PolicyTable before, PolicyTable after) {
        return new WhatIf(view, before, after).over(record.all());
    }

    private WhatIfReport over(Recorded recorded) {
        recorded.counts().forEach(this::add);
        var columns = new TreeMap<String, Long>();
        recorded.columns().forEach((name, count) -> {
            if (after.catalogue().number(name) == FieldCatalogue.UNCLASSIFIED) {
                columns.put(name, count);
            }
        });
        return new WhatIfReport(
                recorded.since(),
                recorded.screened(),
                recorded.rows(),
                decided,
                recorded.counts().size(),
                same,
                flips.entrySet().stream()
                        .map(flip -> flip.getKey().times(flip.getValue()))
                        .toList(),
                columns);
    }

    private void add(Feature feature, long count) {
        var from = answer(feature, before, toBefore);
        var to = answer(feature, after, toAfter);
        if (from == null || to == null) {
            return;
        }
        decided += count;
        var change = change(feature, from, to);
        if (change == null) {
            same += count;
            return;
        }
        var stream = feature.stream();
        flips.merge(
                new Flip.Kind(
                        change,
                        stream.destination(),
                        stream.purpose(),
                        Objects.requireNonNullElse(feature.country(), ""),
                        text(from),
                        text(to)),
                count,
                Long::sum);
    }

    /** Null where too little is known of the row. */
    private @Nullable Verdict answer(
            Feature feature, PolicyTable table, IdentityHashMap<FieldCatalogue, int[]> numbers) {
        var stream = feature.stream();
        return switch (table.home(feature.country(), stream.controller())) {
            case Home.Elsewhere(var region, var finding) -> new Verdict.Misdirected(region, finding);
            case Home.Unknown(var finding) -> new Verdict.Withhold(finding, List.of(), List.of());
            case Home.Here() -> {
                var person = feature.person();
                yield person == null
                        ? null
                        : judge(
                                person,
                                table.route(
                                        stream.destination(),
                                        stream.purpose(),
                                        stream.direction(),
                                        stream.controller()),
                                feature.country(),
                                shape(person.shape(), stream.catalogue(), table, numbers));
            }
        };
    }

    private Verdict judge(Feature.Person person, Route route, @Nullable String country, Shape shape) {
        int laws = route.laws(country);
        if (person.profiles().length > 1) {
            for (int profile : person.profiles()) {
                laws |= route.laws(view, profile);
            }
        }
        Verdict verdict = null;
        for (int profile : person.profiles()) {
            var next = route.decide(view, profile, laws, person.age(), person.signals(), shape);
            verdict = verdict == null || next == verdict ? next : route.combine(verdict, next);
        }
        if (verdict == null) {
            return route.decide(view, ConsentView.UNKNOWN, laws, person.age(), person.signals(), shape);
        }
        return person.contactUnknown()
                ? route.combine(verdict, new Verdict.Withhold(route.unknownContact(), List.of(), List.of()))
                : verdict;
    }

    /** The same columns as another catalogue numbers them; what it does not know is no field of it. */
    @SuppressWarnings("ReferenceEquality") // one table has one catalogue, whose columns the rows are numbered by
    private static Shape shape(
            Shape recorded,
            FieldCatalogue catalogue,
            PolicyTable table,
            IdentityHashMap<FieldCatalogue, int[]> numbers) {
        if (table.catalogue() == catalogue) {
            return recorded;
        }
        var known = numbers.computeIfAbsent(catalogue, from -> numbers(from, table.catalogue()));
        var shape = new Shape(table.catalogue().size());
        for (int field = 0; field < known.length; field++) {
            if (known[field] != FieldCatalogue.UNCLASSIFIED && recorded.contains(field)) {
                shape.add(known[field]);
            }
        }
        return shape;
    }

    private static int[] numbers(FieldCatalogue from, FieldCatalogue to) {
        int[] numbers = new int[from.size()];
        for (int field = 0; field < numbers.length; field++) {
            numbers[field] = number(from.field(field), to);
        }
        return numbers;
    }

    /** What another catalogue makes of a field's columns: by its first name, or by the same families where it has none. */
    private static int number(FieldClass field, FieldCatalogue in) {
        if (!field.names().isEmpty()) {
            return in.number(field.names().getFirst());
        }
        for (int number = 0; number < in.size(); number++) {
            if (in.field(number).patterns().equals(field.patterns())) {
                return number;
            }
        }
        return FieldCatalogue.UNCLASSIFIED;
    }

    private @Nullable Change change(Feature feature, Verdict from, Verdict to) {
        return switch (to) {
            case Verdict.Misdirected there ->
                from instanceof Verdict.Misdirected here && here.home().equals(there.home())
                        ? null
                        : Change.MISDIRECTED;
            case Verdict.Withhold withheld ->
                switch (from) {
                    case Verdict.Forward _ -> Change.NEWLY_WITHHELD;
                    case Verdict.Withhold was ->
                        was.reason().reason() == withheld.reason().reason() ? null : Change.OTHER_REASON;
                    case Verdict.Misdirected _ -> Change.OTHER_REASON;
                };
            case Verdict.Forward forward ->
                from instanceof Verdict.Forward was
                        ? (sameFields(feature, was, forward) ? null : Change.OTHER_FIELDS)
                        : Change.NEWLY_SENT;
        };
    }

    private boolean sameFields(Feature feature, Verdict.Forward from, Verdict.Forward to) {
        var person = feature.person();
        var catalogue = feature.stream().catalogue();
        for (int field = 0; person != null && field < catalogue.size(); field++) {
            if (person.shape().contains(field)) {
                var recorded = catalogue.field(field);
                if (!action(before, from, recorded).equals(action(after, to, recorded))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static FieldAction action(PolicyTable table, Verdict.Forward verdict, FieldClass field) {
        int number = number(field, table.catalogue());
        return number == FieldCatalogue.UNCLASSIFIED
                ? FieldAction.DROP
                : verdict.plan().action(number);
    }

    private static String text(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Forward _ -> "forward";
            case Verdict.Withhold withhold -> withhold.reason().reason().code();
            case Verdict.Misdirected misdirected -> "misdirected " + misdirected.home();
        };
    }
}
