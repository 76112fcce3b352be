package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.calendar.BusinessCalendar;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One law pack: whom the law protects and what dated facts it rests on. Its rules are {@link TransferRule} documents.
 *
 * @param name the pack, such as {@code gdpr}; rules refer to it
 * @param title for people
 * @param family which law's transfer tools count
 * @param packVersion what lawyers call this state of the pack, such as a date
 * @param scope when the law follows a person into the hands of a controller established elsewhere
 * @param territory the countries inside which nothing is a transfer; groups are expanded
 * @param consentAges from which age a child consents alone
 * @param adequacy the decisions that open a country
 * @param articles that speak where no rule does
 * @param parameters choices of policy the law leaves open
 * @param calendar the business days that deadlines count, null where the law counts none
 */
public record Jurisdiction(
        String name,
        String title,
        LawFamily family,
        String packVersion,
        Scope scope,
        SortedSet<String> territory,
        ConsentAges consentAges,
        List<AdequacyDecision> adequacy,
        LawArticles articles,
        TransferParameters parameters,
        @Nullable BusinessCalendar calendar)
        implements PolicyDocument {

    public Jurisdiction {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(family, "family");
        requireNonNull(packVersion, "packVersion");
        requireNonNull(scope, "scope");
        territory = Countries.expand(territory);
        requireNonNull(consentAges, "consentAges");
        adequacy = List.copyOf(adequacy);
        requireNonNull(articles, "articles");
        requireNonNull(parameters, "parameters");
        if (family == LawFamily.KVKK && calendar == null) {
            throw new IllegalArgumentException("jurisdiction " + name
                    + ": no calendar (expected: the business days that the notification of KVKK Art 9(5) counts)");
        }
    }

    /** Whether the country lies inside the territory; a subdivision such as {@code US-CA} does where its country does. */
    public boolean covers(String country) {
        return territory.contains(country) || territory.contains(Countries.whole(country));
    }

    /** Whether offering goods in that country, or in all of it, reaches people of the territory. */
    public boolean isReachedBy(String country) {
        return covers(country) || territory.stream().map(Countries::whole).anyMatch(country::equals);
    }

    /** Whether all the countries lie inside the territory. */
    public boolean coversAll(Collection<String> countries) {
        return countries.stream().allMatch(this::covers);
    }

    /** How far the law follows a person whose controller is established outside its territory. */
    public enum Scope {
        /** It applies if the controller targets people in the territory (GDPR Art 3(2)). */
        TARGETING,
        /** It applies to every use of data that takes effect on people in the territory (KVKK). */
        EFFECT,
        /** It protects people in the territory, whoever holds their data, and nobody else (CCPA). */
        RESIDENTS
    }
}
