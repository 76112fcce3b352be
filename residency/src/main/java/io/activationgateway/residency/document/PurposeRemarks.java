package io.activationgateway.residency.document;

import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.residency.document.PolicyDocuments.Loaded;
import io.activationgateway.residency.document.Sources.Source;
import io.activationgateway.residency.policy.Condition.PurposeIs;
import io.activationgateway.residency.policy.Jurisdiction;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.policy.Purpose;
import io.activationgateway.residency.policy.Stage;
import io.activationgateway.residency.policy.TransferRule.Outcome;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Purposes for which no rule of a law gives a basis, or lets a message be sent, whoever the person is. */
final class PurposeRemarks {

    private PurposeRemarks() {}

    static Stream<Remark> of(Loaded loaded) {
        List<Jurisdiction> laws = RelevantLaws.of(loaded.policies());
        return loaded.sources()
                .of(Purpose.class)
                // what takes people out of a destination needs no basis
                .filter(purpose -> purpose.value().code() != PurposeCode.SUPPRESSION_SYNC)
                .flatMap(purpose -> Stream.of(
                                stage(purpose, Stage.BASIS, laws, loaded.policies()),
                                purpose.value().channel() == Channel.NONE
                                        ? Stream.<Remark>empty()
                                        : stage(purpose, Stage.CHANNEL, laws, loaded.policies()))
                        .flatMap(remarks -> remarks));
    }

    private static Stream<Remark> stage(
            Source<Purpose> purpose, Stage stage, List<Jurisdiction> laws, PolicySet policies) {
        List<Jurisdiction> silent = laws.stream()
                .filter(law -> !allows(law, stage, purpose.value(), policies))
                .toList();
        if (silent.isEmpty()) {
            return Stream.empty();
        }
        String key = stage == Stage.BASIS ? "code" : "channel";
        String problem = (stage == Stage.BASIS ? "no rule gives this purpose a basis" : "no rule opens this channel")
                + " under " + silent.stream().map(Jurisdiction::name).collect(Collectors.joining(", "));
        Place place = purpose.view().placeOf(key);
        return Stream.of(
                stage == Stage.BASIS && silent.size() == laws.size()
                        ? Remark.error(place, problem, "Add a rule of the stage " + stage + " that allows it.")
                        : Remark.warning(
                                place,
                                problem,
                                "Nothing goes for people under that law; add a rule of the stage " + stage
                                        + " that allows it, if that is not meant."));
    }

    private static boolean allows(Jurisdiction law, Stage stage, Purpose purpose, PolicySet policies) {
        return policies.rules().stream()
                .filter(rule -> rule.stage() == stage && rule.jurisdiction().equals(law.name()))
                .filter(rule -> rule.then().outcome() == Outcome.ALLOW)
                .anyMatch(rule -> speaksOf(rule.when().purpose(), purpose));
    }

    private static boolean speaksOf(PurposeIs asked, Purpose purpose) {
        return (asked.codes().isEmpty() || asked.codes().contains(purpose.code()))
                && (asked.channels().isEmpty() || asked.channels().contains(purpose.channel()))
                && equal(asked.promotional(), purpose.promotional())
                && equal(asked.recurring(), purpose.recurring())
                && equal(asked.ownSimilarProducts(), purpose.ownSimilarProducts());
    }

    private static boolean equal(@Nullable Boolean asked, boolean value) {
        return asked == null || asked == value;
    }
}
