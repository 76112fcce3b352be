package io.activationgateway.gateway.api;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.consent.register.HeldSubject;
import io.activationgateway.gateway.optout.Enquiries;
import io.activationgateway.gateway.optout.OptOutState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Reads what the region holds about people: in the register, in the record of disclosures and in the queue of opt-outs.
 * Each stage fails where it cannot be read now. Any thread.
 */
public record SubjectRecords(ConsentRegister register, KeyRing pseudonymKeys, Enquiries optOuts) {

    /** Everything about the people of these identifiers (GDPR Art 15), also of those whom the register does not know. */
    public CompletionStage<SubjectRecord> of(List<Identifier> identifiers) {
        return register.subject(identifiers)
                .thenCompose(subjects -> optOuts.disclosures(keys(identifiers, subjects))
                        .thenApply(recipients -> new SubjectRecord(subjects, recipients)));
    }

    /** What the register holds about the people of these identifiers. */
    CompletionStage<List<HeldSubject>> held(List<Identifier> identifiers) {
        return register.subject(identifiers);
    }

    /** How far the opt-outs of these people are. */
    CompletionStage<List<OptOutState>> optOuts(List<HeldSubject> subjects) {
        return optOuts.of(subjects);
    }

    private Set<SubjectKey> keys(List<Identifier> identifiers, List<HeldSubject> subjects) {
        var keys = new LinkedHashSet<SubjectKey>();
        var now = new SubjectKeys(pseudonymKeys).under(register.generation());
        identifiers.forEach(identifier -> keys.add(now.key(identifier)));
        subjects.forEach(subject -> keys.addAll(subject.keys()));
        return keys;
    }
}
