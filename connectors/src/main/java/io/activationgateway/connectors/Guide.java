package io.activationgateway.connectors;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a vendor's documentation page says. Limits come from where the connector takes them, so that page and behaviour
 * cannot part.
 *
 * @param title the vendor's own spelling
 * @param summary one or two sentences: what it is, what a route to it means
 * @param settings every setting that {@link Vendor#connect} reads
 * @param acts every operation it supports, in the order of {@link Operation}
 * @param fields what becomes of a record's fields, a sentence each
 * @param notes what surprises, a sentence each
 */
public record Guide(
        String title, String summary, List<Setting> settings, List<Act> acts, List<String> fields, List<String> notes) {

    public Guide {
        requireNonNull(title, "title");
        requireNonNull(summary, "summary");
        settings = List.copyOf(settings);
        acts = List.copyOf(acts);
        fields = List.copyOf(fields);
        notes = List.copyOf(notes);
    }

    /**
     * A setting.
     *
     * @param value what it holds, for example {@code text, secret} or {@code true or false}
     * @param absent what holds where it is absent, or {@code required}
     */
    public record Setting(String name, String value, String absent, String meaning) {
        public Setting {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
            requireNonNull(absent, "absent");
            requireNonNull(meaning, "meaning");
        }
    }

    /**
     * One operation.
     *
     * @param request method and path, for example {@code POST /api/users/bulkUpdate}
     * @param limits those that hold where the settings say nothing
     * @param identifiers by which identifiers the vendor knows people here, the preferred first
     * @param key what a repetition is recognised by, for example {@code message id}; empty where nothing is, so that an
     *     uncertain attempt is repeated only where repetition changes nothing
     * @param outcome what an answer proves: {@code accepted}, {@code applied} or the end of a job
     */
    public record Act(
            Operation operation,
            String request,
            Limits limits,
            List<IdentifierType> identifiers,
            String key,
            String outcome) {
        public Act {
            requireNonNull(operation, "operation");
            requireNonNull(request, "request");
            requireNonNull(limits, "limits");
            identifiers = List.copyOf(identifiers);
            requireNonNull(key, "key");
            requireNonNull(outcome, "outcome");
        }
    }

    /** The operations that are described. */
    public Set<Operation> operations() {
        return acts.stream().map(Act::operation).collect(Collectors.toUnmodifiableSet());
    }
}
