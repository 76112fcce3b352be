package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks: six groups, all of which must hold. Within a group each list that is not empty must contain the
 * case's value, and each flag that is not null must equal it; an empty list or a null flag asks nothing.
 */
public record Condition(
        PurposeIs purpose, ConsentIs consent, ProfilingIs profiling, SubjectIs subject, DataIs data, RouteIs route) {

    /** Always true. */
    public static final Condition ANY =
            new Condition(PurposeIs.ANY, ConsentIs.ANY, ProfilingIs.ANY, SubjectIs.ANY, DataIs.ANY, RouteIs.ANY);

    public Condition {
        requireNonNull(purpose, "purpose");
        requireNonNull(consent, "consent");
        requireNonNull(profiling, "profiling");
        requireNonNull(subject, "subject");
        requireNonNull(data, "data");
        requireNonNull(route, "route");
    }

    /** About the purpose. */
    public record PurposeIs(
            List<PurposeCode> codes,
            List<Channel> channels,
            @Nullable Boolean promotional,
            @Nullable Boolean recurring,
            @Nullable Boolean ownSimilarProducts) {

        public static final PurposeIs ANY = new PurposeIs(List.of(), List.of(), null, null, null);

        public PurposeIs {
            codes = List.copyOf(codes);
            channels = List.copyOf(channels);
        }
    }

    /**
     * About the permissions in the purpose's cell.
     *
     * @param states of the use of data
     * @param bases on one of which something in the cell stands granted
     * @param messages of the message approval
     * @param awaitsRegistration whether an approval was taken that the Turkish registry (İYS) still may come to know in
     *     time
     * @param transfers of the consent to a transfer
     * @param optedOut whether the row says that the person opted out with Global Privacy Control
     */
    public record ConsentIs(
            List<ConsentState> states,
            List<LegalBasis> bases,
            List<ConsentState> messages,
            @Nullable Boolean awaitsRegistration,
            List<ConsentState> transfers,
            @Nullable Boolean optedOut) {

        public static final ConsentIs ANY = new ConsentIs(List.of(), List.of(), List.of(), null, List.of(), null);

        public ConsentIs {
            states = List.copyOf(states);
            bases = List.copyOf(bases);
            messages = List.copyOf(messages);
            transfers = List.copyOf(transfers);
        }
    }

    /**
     * About the permission to profile the person for the purpose's brand, whatever the purpose. Where an objection, a
     * restriction or an erasure closes it, its state is {@code UNKNOWN} and it has no basis.
     *
     * @param states of the use of data for profiling
     * @param bases on one of which it stands granted
     */
    public record ProfilingIs(List<ConsentState> states, List<LegalBasis> bases) {

        public static final ProfilingIs ANY = new ProfilingIs(List.of(), List.of());

        public ProfilingIs {
            states = List.copyOf(states);
            bases = List.copyOf(bases);
        }
    }

    /**
     * About the person.
     *
     * @param objections holds if one of them stands for the purpose's brand (a channel's for the purpose's channel)
     * @param ages holds if the person is, or may be, in one of these groups as told in {@link AgeGroup}
     */
    public record SubjectIs(
            @Nullable Boolean erased,
            @Nullable Boolean restricted,
            List<ObjectionScope> objections,
            List<AgeGroup> ages,
            List<RecipientType> recipientTypes) {

        public static final SubjectIs ANY = new SubjectIs(null, null, List.of(), List.of(), List.of());

        public SubjectIs {
            objections = List.copyOf(objections);
            ages = List.copyOf(ages);
            recipientTypes = List.copyOf(recipientTypes);
        }
    }

    /**
     * About the fields that would leave: holds if one field fulfils each of the first three lists that is not empty, and
     * no field is of a category that {@code only} leaves out.
     *
     * @param categories of the field or of something inside it
     * @param tags of the field; a special field without a tag has them all
     * @param secrets of the field
     * @param inferred whether the field was concluded rather than told
     * @param only the categories of all fields, as {@code AGGREGATE} for statistics that name nobody
     */
    public record DataIs(
            List<DataCategory> categories,
            List<SpecialTag> tags,
            List<Secret> secrets,
            @Nullable Boolean inferred,
            List<DataCategory> only) {

        public static final DataIs ANY = new DataIs(List.of(), List.of(), List.of(), null, List.of());

        public DataIs {
            categories = List.copyOf(categories);
            tags = List.copyOf(tags);
            secrets = List.copyOf(secrets);
            only = List.copyOf(only);
        }

        /** Whether it describes a field at all. */
        public boolean describesFields() {
            return !(categories.isEmpty() && tags.isEmpty() && secrets.isEmpty() && inferred == null);
        }
    }

    /**
     * About sender and recipient.
     *
     * @param kinds of the destination
     * @param importerRoles of the recipient
     * @param abroad whether the data leaves the territory of the rule's law
     * @param senderRegistered whether the controller has a number in the Turkish message registry
     */
    public record RouteIs(
            List<DestinationKind> kinds,
            List<Role> importerRoles,
            @Nullable Boolean abroad,
            @Nullable Boolean senderRegistered) {

        public static final RouteIs ANY = new RouteIs(List.of(), List.of(), null, null);

        public RouteIs {
            kinds = List.copyOf(kinds);
            importerRoles = List.copyOf(importerRoles);
        }
    }

    /** Ages as law sees them. */
    public enum AgeGroup {
        /** Of a known age below the one at which the law of their country lets a child consent alone. */
        BELOW_CONSENT_AGE,
        /** Below the age of consent of each country in which the person may live: a parent's consent carries it. */
        BELOW_EVERY_CONSENT_AGE,
        /** Of a known age below 16, from which an opt-out is enough in California. */
        BELOW_16,
        /** Of a known age below 18. */
        MINOR,
        /** Nobody knows, and the controller does not assert an adult-only service. */
        UNKNOWN
    }
}
