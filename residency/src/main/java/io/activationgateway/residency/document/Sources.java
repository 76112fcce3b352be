package io.activationgateway.residency.document;

import io.activationgateway.residency.policy.PolicyDocument;
import java.util.List;
import java.util.stream.Stream;

/** Where everything in a set of documents stands. Immutable, any thread. */
public final class Sources {

    private final List<ParsedDocument> documents;

    Sources(List<ParsedDocument> documents) {
        this.documents = List.copyOf(documents);
    }

    /** The documents whose values are of a type, each with the mapping that it was read from. */
    <D extends PolicyDocument> Stream<Source<D>> of(Class<D> type) {
        return documents.stream()
                .filter(parsed -> type.isInstance(parsed.value()))
                .map(parsed -> new Source<>(
                        type.cast(parsed.value()), new View(parsed.document().tree())));
    }

    record Source<D extends PolicyDocument>(D value, View view) {

        /** Where the document names itself. */
        Place namedAt() {
            return view.mapping().placeOf("name");
        }
    }

    @Override
    public String toString() {
        return "Sources[" + documents.size() + " documents]";
    }
}
