package io.activationgateway.gateway.opendsr;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.register.HeldSubject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the register holds about a person. Any thread. */
public final class HeldSubjects implements SubjectReport {

    private final Function<List<Identifier>, CompletionStage<List<HeldSubject>>> register;
    private final Members members;

    /** Writes what is held into an object. */
    @FunctionalInterface
    public interface Members {
        void write(JsonGenerator json, List<HeldSubject> subjects) throws IOException;
    }

    /** @param register reads everything that is held about identifiers */
    public HeldSubjects(Function<List<Identifier>, CompletionStage<List<HeldSubject>>> register, Members members) {
        this.register = register;
        this.members = members;
    }

    @Override
    public CompletionStage<Report> of(List<Identifier> identifiers) {
        return register.apply(identifiers)
                .thenApply(subjects -> new Report(subjects.size(), Json.write(json -> {
                    json.writeStartObject();
                    members.write(json, subjects);
                    json.writeEndObject();
                })));
    }
}
