package io.activationgateway.residency.document;

import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Destination;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.FieldPlanning;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Importer;
import io.activationgateway.residency.policy.PolicyDocument;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.policy.Region;
import io.activationgateway.residency.policy.Role;
import io.activationgateway.residency.verdict.FieldAction;
import java.util.Map;

/** Reads the value of a document that its schema has accepted, and itself those kinds that a customer writes. */
final class PolicyReader {

    private PolicyReader() {}

    /** @throws View.Misfit where the document contradicts itself */
    static PolicyDocument read(Document document) {
        var view = new View(document.tree());
        return switch (document.kind()) {
            case JURISDICTION -> PackReader.jurisdiction(view);
            case TRANSFER_RULE -> PackReader.rule(view);
            case REGION -> region(view);
            case PURPOSE -> purpose(view);
            case FIELD_CATALOGUE -> CatalogueReader.read(view);
            case DESTINATION -> destination(view);
            case EXAMPLE -> ExampleReader.read(view);
        };
    }

    private static Region region(View view) {
        return view.make(() -> new Region(
                view.text("name"),
                view.text("title"),
                view.country("country"),
                view.countries("homes"),
                view.list("controllers", PolicyReader::controller)));
    }

    private static Controller controller(View view) {
        return view.make(() -> new Controller(
                view.text("name"),
                view.country("country"),
                view.countries("targets"),
                view.word(Role.class, "role", Role.CONTROLLER),
                view.textOrNull("iysNumber"),
                view.flag("adultOnly")));
    }

    private static Purpose purpose(View view) {
        return view.make(() -> new Purpose(
                view.text("name"),
                view.text("title"),
                view.word(PurposeCode.class, "code"),
                view.word(Channel.class, "channel"),
                view.text("brand"),
                view.flag("promotional"),
                view.flag("recurring"),
                view.flag("ownSimilarProducts"),
                view.view("signals").map(SignalsReader::read).orElse(SignalDemands.NONE)));
    }

    private static Destination destination(View view) {
        return view.make(() -> new Destination(
                view.text("name"),
                view.text("title"),
                view.word(DestinationKind.class, "destinationKind"),
                view.inner("importer", PolicyReader::importer),
                view.text("sharedKey"),
                view.strings("requiredFields"),
                view.inner("fieldPlan", PolicyReader::fieldPlan),
                view.list("mechanisms", MechanismReader::read),
                view.list("onward", PolicyReader::hop)));
    }

    private static Importer importer(View view) {
        return view.make(() -> new Importer(
                view.text("name"),
                view.country("country"),
                view.word(Role.class, "role"),
                view.countries("processingCountries")));
    }

    private static Hop hop(View view) {
        return new Hop(view.inner("importer", PolicyReader::importer), view.list("mechanisms", MechanismReader::read));
    }

    private static FieldPlanning fieldPlan(View view) {
        return new FieldPlanning(
                FieldActions.read(view, "otherwise", FieldAction.PASS),
                view.view("fields").map(FieldActions::byName).orElse(Map.of()),
                view.view("categories").map(FieldActions::byCategory).orElse(Map.of()));
    }
}
