package io.activationgateway.gateway.opendsr;

import com.fasterxml.jackson.core.JsonGenerator;
import io.activationgateway.consent.identity.Identifier;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What is held about a person. Any thread.
 *
 * @param <T> what it is read as
 */
public final class HeldSubjects<T> implements SubjectReport {

    private final Function<List<Identifier>, CompletionStage<T>> held;
    private final ToIntFunction<T> subjects;
    private final Members<T> members;

    /** Writes what is held into an object. */
    @FunctionalInterface
    public interface Members<T> {
        void write(JsonGenerator json, T held) throws IOException;
    }

    /**
     * A report of what is held.
     *
     * @param held reads everything that is held about identifiers
     * @param subjects how many persons that is
     */
    public HeldSubjects(
            Function<List<Identifier>, CompletionStage<T>> held, ToIntFunction<T> subjects, Members<T> members) {
        this.held = held;
        this.subjects = subjects;
        this.members = members;
    }

    @Override
    public CompletionStage<Report> of(List<Identifier> identifiers) {
        return held.apply(identifiers)
                .thenApply(found -> new Report(subjects.applyAsInt(found), Json.write(json -> {
                    json.writeStartObject();
                    members.write(json, found);
                    json.writeEndObject();
                })));
    }
}
