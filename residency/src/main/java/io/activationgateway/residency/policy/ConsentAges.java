package io.activationgateway.residency.policy;

import java.util.Map;

/**
 * From which age a person consents without a parent (GDPR Art 8(1)).
 *
 * @param otherwise the age in a country that is not listed
 * @param byCountry the age per country
 */
public record ConsentAges(int otherwise, Map<String, Integer> byCountry) {

    public ConsentAges {
        byCountry = Map.copyOf(byCountry);
        byCountry.forEach((country, age) -> check(Countries.checked(country), age));
        check("otherwise", otherwise);
    }

    /** The age in a country; in a state that is not listed, the one of its country. */
    public int in(String country) {
        return byCountry.getOrDefault(country, byCountry.getOrDefault(Countries.whole(country), otherwise));
    }

    private static void check(String where, int age) {
        if (age < 13 || age > 18 || age == 17) {
            throw new IllegalArgumentException(
                    "consent age " + age + " for " + where + " (expected: 13, 14, 15, 16 or 18)");
        }
    }
}
