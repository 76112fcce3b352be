package io.activationgateway.residency.evaluation;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.residency.policy.Condition;
import io.activationgateway.residency.policy.Condition.AgeGroup;
import io.activationgateway.residency.policy.Condition.ConsentIs;
import io.activationgateway.residency.policy.Condition.DataIs;
import io.activationgateway.residency.policy.Condition.ProfilingIs;
import io.activationgateway.residency.policy.Condition.PurposeIs;
import io.activationgateway.residency.policy.Condition.RouteIs;
import io.activationgateway.residency.policy.Condition.SubjectIs;
import io.activationgateway.residency.policy.FieldTraits;
import io.activationgateway.residency.policy.Hop;
import io.activationgateway.residency.policy.Jurisdiction;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A case as the rules of one pack see it.
 *
 * @param optedOut whether the row brings Global Privacy Control
 * @param leaving the fields that hold a value and would leave
 */
record Facts(Way way, Facet facet, Set<AgeGroup> ages, boolean abroad, boolean optedOut, List<FieldTraits> leaving) {

    private static final int SIXTEEN = 16;
    private static final int MAJORITY = 18;

    static Facts of(Way way, Facet facet, Jurisdiction law, Age age, boolean optedOut, List<FieldTraits> leaving) {
        boolean abroad = way.destination().hops().stream()
                .map(Hop::importer)
                .anyMatch(importer -> !law.coversAll(importer.countries()));
        return new Facts(way, facet, age.groups(way.controller().adultOnly()), abroad, optedOut, leaving);
    }

    /** Whether a condition holds. */
    boolean meet(Condition condition) {
        return meetBesideData(condition) && meet(condition.data());
    }

    /** Whether a condition holds of a field that it describes, should one hold a value. */
    boolean meetBesideData(Condition condition) {
        return meet(condition.purpose())
                && meet(condition.consent())
                && meet(condition.profiling())
                && meet(condition.subject())
                && meet(condition.route());
    }

    private boolean meet(DataIs asked) {
        return (!asked.describesFields() || leaving.stream().anyMatch(field -> meets(field, asked)))
                && (asked.only().isEmpty()
                        || leaving.stream().allMatch(field -> asked.only().containsAll(field.categories())));
    }

    /** Whether a field is one that {@code data} describes. */
    static boolean meets(FieldTraits field, DataIs data) {
        return overlaps(data.categories(), field.categories())
                && overlaps(data.tags(), field.tags())
                && overlaps(data.secrets(), field.secrets())
                && equal(data.inferred(), field.inferred());
    }

    private boolean meet(PurposeIs asked) {
        var purpose = way.purpose();
        return contains(asked.codes(), purpose.code())
                && contains(asked.channels(), purpose.channel())
                && equal(asked.promotional(), purpose.promotional())
                && equal(asked.recurring(), purpose.recurring())
                && equal(asked.ownSimilarProducts(), purpose.ownSimilarProducts());
    }

    private boolean meet(ConsentIs asked) {
        var cell = facet.cell();
        return contains(asked.states(), cell.data())
                && overlaps(asked.bases(), cell.bases())
                && contains(asked.messages(), cell.message())
                && equal(asked.awaitsRegistration(), cell.awaitsRegistration())
                && contains(asked.transfers(), cell.transfer())
                && equal(asked.optedOut(), optedOut);
    }

    private boolean meet(ProfilingIs asked) {
        return contains(asked.states(), facet.profiling().data())
                && overlaps(asked.bases(), facet.profiling().bases());
    }

    private boolean meet(SubjectIs asked) {
        return equal(asked.erased(), facet.erased())
                && equal(asked.restricted(), facet.restricted())
                && overlaps(asked.objections(), facet.objections())
                && overlaps(asked.ages(), ages)
                && contains(asked.recipientTypes(), facet.recipientType());
    }

    private boolean meet(RouteIs asked) {
        return contains(asked.kinds(), way.destination().kind())
                && contains(asked.importerRoles(), way.destination().importer().role())
                && equal(asked.abroad(), abroad)
                && equal(asked.senderRegistered(), way.controller().iysNumber() != null);
    }

    private static <T> boolean contains(List<T> asked, T value) {
        return asked.isEmpty() || asked.contains(value);
    }

    private static <T> boolean overlaps(List<T> asked, Collection<T> values) {
        return asked.isEmpty() || !Collections.disjoint(asked, values);
    }

    private static boolean equal(@Nullable Boolean asked, boolean value) {
        return asked == null || asked == value;
    }

    /** An age beside the ages from which the person consents alone: the strictest, and the least. */
    record Age(AgeBand band, int consentAge, int leastConsentAge) {

        Set<AgeGroup> groups(boolean adultOnly) {
            var groups = EnumSet.noneOf(AgeGroup.class);
            if (band == AgeBand.UNKNOWN) {
                if (!adultOnly) {
                    groups.add(AgeGroup.UNKNOWN);
                }
                return groups;
            }
            if (!band.isAtLeast(consentAge)) {
                groups.add(AgeGroup.BELOW_CONSENT_AGE);
            }
            if (!band.isAtLeast(leastConsentAge)) {
                groups.add(AgeGroup.BELOW_EVERY_CONSENT_AGE);
            }
            if (!band.isAtLeast(SIXTEEN)) {
                groups.add(AgeGroup.BELOW_16);
            }
            if (!band.isAtLeast(MAJORITY)) {
                groups.add(AgeGroup.MINOR);
            }
            return groups;
        }
    }
}
