package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.Controller;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.Jurisdiction.Scope;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Region;
import java.util.List;

/** Which of the packs speak of the people and controllers of a policy. */
final class RelevantLaws {

    private RelevantLaws() {}

    static List<Jurisdiction> of(PolicySet policies) {
        return policies.jurisdictions().stream()
                .filter(law -> policies.regions().stream().anyMatch(region -> isRelevant(law, region)))
                .toList();
    }

    /** The laws that bind a controller whoever the person is. */
    static List<Jurisdiction> binding(Controller controller, PolicySet policies) {
        return policies.jurisdictions().stream()
                .filter(law -> law.scope() != Scope.RESIDENTS && law.covers(controller.country()))
                .toList();
    }

    private static boolean isRelevant(Jurisdiction law, Region region) {
        boolean ofPeople = region.homes().stream().anyMatch(law::covers)
                && (law.scope() != Scope.TARGETING
                        || region.controllers().stream()
                                .flatMap(controller -> controller.targets().stream())
                                .anyMatch(law::isReachedBy));
        boolean ofControllers = law.scope() != Scope.RESIDENTS
                && region.controllers().stream().map(Controller::country).anyMatch(law::covers);
        return ofPeople || ofControllers;
    }
}
