package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.Countries;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.policy.FieldClass;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.policy.Region;
import io.activationgateway.residency.policy.TransferRule;
import io.activationgateway.residency.verdict.FieldAction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Holds the documents of a set against each other: what one refers to, another must define. A document that was
 * rejected counts as defined, so that one mistake is one error.
 */
final class CrossReferences {

    private final Collection<Document> known;
    private final List<ParsedDocument> parsed;
    private final List<DocumentError> errors;

    private CrossReferences(Collection<Document> known, List<ParsedDocument> parsed, List<DocumentError> errors) {
        this.known = known;
        this.parsed = parsed;
        this.errors = errors;
    }

    /** What does not fit together, added to {@code errors}. */
    static void check(Collection<Document> known, List<ParsedDocument> parsed, List<DocumentError> errors) {
        new CrossReferences(known, parsed, errors).check();
    }

    private void check() {
        checkOneCatalogue();
        checkHomes();
        checkControllers();
        for (ParsedDocument each : parsed) {
            var view = new View(each.document().tree());
            switch (each.value()) {
                case Destination destination -> checkDestination(destination, view);
                case TransferRule rule ->
                    checkName("law pack", rule.jurisdiction(), names(DocumentKind.JURISDICTION), view, "jurisdiction");
                case Example example -> checkExample(example, view);
                case Region _, Purpose _, FieldCatalogue _, Jurisdiction _ -> {}
            }
        }
    }

    private void checkOneCatalogue() {
        List<Document> catalogues = known.stream()
                .filter(document -> document.kind() == DocumentKind.FIELD_CATALOGUE)
                .toList();
        if (catalogues.isEmpty()) {
            errors.add(Place.wholeFile("policy")
                    .error("there is no FieldCatalogue", "Add one that classifies the columns of your sources."));
        }
        catalogues.stream()
                .skip(1)
                .forEach(second -> errors.add(second.namedAt()
                        .error(
                                "this is a second FieldCatalogue",
                                "Put all fields into one; the first stands in "
                                        + catalogues.getFirst().namedAt().file() + ".")));
    }

    private void checkHomes() {
        Map<String, String> homes = new HashMap<>();
        for (ParsedDocument each : of(Region.class)) {
            for (Tree.Text written : new View(each.document().tree()).texts("homes")) {
                for (String country : Countries.expand(List.of(written.value()))) {
                    String other = homes.putIfAbsent(country, each.value().name());
                    if (other != null && !other.equals(each.value().name())) {
                        errors.add(written.place()
                                .error(
                                        country + " is at home in region \"" + other + "\" too",
                                        "Leave a country to one region."));
                    }
                }
            }
        }
    }

    private void checkControllers() {
        Map<String, String> regions = new HashMap<>();
        for (ParsedDocument each : of(Region.class)) {
            for (View controller : new View(each.document().tree()).views("controllers")) {
                String other = regions.putIfAbsent(
                        controller.text("name"), each.value().name());
                if (other != null) {
                    errors.add(controller
                            .placeOf("name")
                            .error(
                                    "controller \"" + controller.text("name") + "\" stands in region \"" + other
                                            + "\" already",
                                    "Name a controller once; it belongs to one region."));
                }
            }
        }
    }

    private void checkDestination(Destination destination, View view) {
        checkMechanisms(destination.mechanisms(), view);
        List<View> onward = view.views("onward");
        for (int i = 0; i < onward.size(); i++) {
            checkMechanisms(destination.onward().get(i).mechanisms(), onward.get(i));
        }
        Optional<FieldCatalogue> catalogue = catalogue();
        if (catalogue.isEmpty()) {
            return;
        }
        FieldCatalogue fields = catalogue.get();
        checkNeeded(fields, destination, destination.sharedKey(), view.placeOf("sharedKey"));
        for (Tree.Text required : view.texts("requiredFields")) {
            if (!required.value().equals(destination.sharedKey())) {
                checkNeeded(fields, destination, required.value(), required.place());
            }
        }
        view.view("fieldPlan")
                .flatMap(plan -> plan.view("fields"))
                .ifPresent(plan -> plan.mapping()
                        .entries()
                        .keySet()
                        .forEach(name -> checkPlan(
                                fields, destination, name, plan.mapping().placeOf(name))));
    }

    /** A column without which the destination cannot take a record must be one column, and must leave. */
    private void checkNeeded(FieldCatalogue catalogue, Destination destination, String name, Place place) {
        if (!checkField(catalogue, name, place)) {
            return;
        }
        FieldClass field = catalogue.field(catalogue.number(name));
        if (!catalogue.names(name)) {
            errors.add(place.error(
                    "\"" + name + "\" is one column of the family \"" + field.name() + "\"",
                    "List the column by its name in the catalogue: a destination needs a single field."));
        } else if (destination.fieldPlan().action(field) == FieldAction.DROP) {
            errors.add(place.error(
                    "the field plan drops \"" + name + "\", which is required",
                    "Let the plan pass, hash or pseudonymise it, or do not require it."));
        }
    }

    /** A plan names a field as the catalogue does, and asks of it what its values bear. */
    private void checkPlan(FieldCatalogue catalogue, Destination destination, String name, Place place) {
        Optional<FieldClass> named = catalogue.fields().stream()
                .filter(field -> field.patterns().stream()
                        .anyMatch(pattern -> pattern.text().equals(name)))
                .findFirst();
        if (named.isEmpty() && checkField(catalogue, name, place)) {
            named = Optional.of(catalogue.field(catalogue.number(name)));
            if (!catalogue.names(name)) {
                errors.add(place.error(
                        "\"" + name + "\" is one column of the family \""
                                + named.get().name() + "\", which has one plan",
                        "Write the pattern as the catalogue does, or list the column by its name there."));
                return;
            }
        }
        FieldAction asked = destination.fieldPlan().fields().getOrDefault(name, FieldAction.DROP);
        if (named.isPresent() && !named.get().bearing(asked).equals(asked)) {
            errors.add(place.error(
                    "a field such as \"" + name + "\" cannot be treated so: " + asked.code(), remedy(asked)));
        }
    }

    private static String remedy(FieldAction asked) {
        return switch (asked) {
            case FieldAction.Truncate _ -> "Cut only fields of type STRING; DROP others.";
            case FieldAction.Generalise(FieldAction.Level level)
            when level.isPlace() -> "Give the field, or the names inside it, a place in the catalogue; or DROP it.";
            case FieldAction.Generalise _ -> "Give the field the type DATE or DATE_TIME in the catalogue, or DROP it.";
            case FieldAction.Plain _ -> "An object or list can only PASS, be generalised as a place, or DROP.";
        };
    }

    private void checkMechanisms(List<Mechanism> mechanisms, View hop) {
        var decisions = new TreeSet<String>();
        for (Document document : known) {
            if (document.kind() == DocumentKind.JURISDICTION) {
                new View(document.tree())
                        .views("adequacy")
                        .forEach(decision -> decision.mapping().text("decision").ifPresent(decisions::add));
            }
        }
        List<View> written = hop.views("mechanisms");
        for (int i = 0; i < mechanisms.size(); i++) {
            if (mechanisms.get(i) instanceof Mechanism.Adequacy adequacy) {
                checkName("adequacy decision", adequacy.decision(), decisions, written.get(i), "decision");
            }
        }
    }

    private void checkExample(Example example, View view) {
        Example.Given given = example.given();
        view.view("given").ifPresent(written -> {
            checkName("destination", given.destination(), names(DocumentKind.DESTINATION), written, "destination");
            checkName("purpose", given.purpose(), names(DocumentKind.PURPOSE), written, "purpose");
            checkName("controller", given.controller(), controllers(), written, "controller");
        });
        view.view("expect").ifPresent(expect -> {
            String home = example.expect().home();
            if (home != null) {
                checkName("region", home, names(DocumentKind.REGION), expect, "home");
            }
            for (Tree.Text dropped : expect.texts("dropped")) {
                if (!given.fields().contains(dropped.value())) {
                    errors.add(dropped.place()
                            .error(
                                    "\"" + dropped.value() + "\" cannot be dropped, because it is not given",
                                    NearestName.suggestion(dropped.value(), given.fields())));
                }
            }
            expect.view("fields").ifPresent(fields -> {
                for (String column : fields.mapping().entries().keySet()) {
                    if (!given.fields().contains(column)) {
                        errors.add(fields.placeOf(column)
                                .error(
                                        "nothing happens to \"" + column + "\", because it is not given",
                                        NearestName.suggestion(column, given.fields())));
                    }
                }
            });
        });
    }

    private void checkName(String what, String name, Collection<String> names, View view, String key) {
        if (!names.contains(name)) {
            errors.add(view.placeOf(key)
                    .error("there is no " + what + " \"" + name + "\"", NearestName.suggestion(name, names)));
        }
    }

    private boolean checkField(FieldCatalogue catalogue, String name, Place place) {
        boolean known = catalogue.number(name) != FieldCatalogue.UNCLASSIFIED;
        if (!known) {
            List<String> names =
                    catalogue.fields().stream().map(FieldClass::name).toList();
            errors.add(place.error(
                    "there is no field \"" + name + "\" in the catalogue", NearestName.suggestion(name, names)));
        }
        return known;
    }

    private Optional<FieldCatalogue> catalogue() {
        return of(FieldCatalogue.class).stream()
                .map(each -> (FieldCatalogue) each.value())
                .findFirst();
    }

    private Set<String> names(DocumentKind kind) {
        var names = new TreeSet<String>();
        known.stream()
                .filter(document -> document.kind() == kind)
                .map(Document::name)
                .forEach(names::add);
        return names;
    }

    /** The names of controllers, read from the trees so that those of a rejected region count. */
    private Set<String> controllers() {
        var names = new TreeSet<String>();
        known.stream()
                .filter(document -> document.kind() == DocumentKind.REGION)
                .flatMap(region -> new View(region.tree()).views("controllers").stream())
                .flatMap(controller ->
                        controller.mapping().text("name").map(Stream::of).orElseGet(Stream::empty))
                .forEach(names::add);
        return names;
    }

    private List<ParsedDocument> of(Class<?> type) {
        return parsed.stream().filter(each -> type.isInstance(each.value())).toList();
    }
}
