package io.activationgateway.gateway.bench;

import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Invented customers as a warehouse would send them: about 600 bytes and 20 columns each, the same at every start. */
final class SampleRows {

    static final int ROWS = 1_000;

    private static final String[] FIRST = {"Anna", "Jörg", "Mira", "Lukas", "Zoë", "Thérèse", "Pieter", "Saoirse"};
    private static final String[] LAST = {"Muster", "Beispiel", "Müller-Probe", "Exempel", "Voorbeeld", "Sampla"};
    private static final String[] CITY = {"Frankfurt am Main", "Lyon", "Göteborg", "Rotterdam", "Cork", "Sevilla"};
    private static final String[] COUNTRY = {"DE", "FR", "SE", "NL", "IE", "ES"};
    private static final String[] TIER = {"bronze", "silver", "gold", "platinum"};
    private static final String[] SHOP = {"Zeil 42 (ground floor)", "Centraal Station", "online", "Harbour Street"};
    private static final String[] INTEREST = {
        "running shoes", "espresso machines", "garden furniture", "crime novels", "board games", "cycling in the Alps"
    };
    private static final String USER = "\"user_id\":\"";

    private SampleRows() {}

    /** The rows of one batch, each a JSON object, separated by {@code separator}. */
    static String batch(int batch, String separator) {
        return IntStream.range(batch * ROWS, (batch + 1) * ROWS)
                .mapToObj(SampleRows::row)
                .collect(Collectors.joining(separator));
    }

    /** The consents that let every row of a batch go, one event a line. */
    static String consents(int batch) {
        return IntStream.range(batch * ROWS, (batch + 1) * ROWS)
                .mapToObj(person -> """
                        {"event":"grant-%1$d","identifiers":{"email":"%2$s","user_id":"%3$s","phone":"%4$s"},\
                        "country":"%5$s","brand":"acme","purpose":"DIRECT_MARKETING","channel":"EMAIL",\
                        "state":"GRANTED","basis":"CONSENT","at":"2026-05-01T10:00:00Z",\
                        "evidence":{"notice":"v4","method":"TICKED_BY_USER","source":"web-signup",\
                        "place":"https://shop.example/signup"}}
                        """.formatted(person, email(person), user(person), phone(person), country(person)))
                .collect(Collectors.joining());
    }

    /** How many records a body holds, be it the sender's rows or a webhook: each has one user id. */
    static int recordsIn(String body) {
        int count = 0;
        for (int at = body.indexOf(USER); at >= 0; at = body.indexOf(USER, at + USER.length())) {
            count++;
        }
        return count;
    }

    private static String row(int person) {
        var random = new Random(person);
        return String.format(
                Locale.ROOT,
                "{\"id\":\"c-%d\",\"email\":\"%s\",\"phone\":\"%s\",%s%s\",\"country\":\"%s\","
                        + "\"birth_date\":\"%d-%02d-%02d\",\"first_name\":\"%s\",\"last_name\":\"%s\",\"city\":\"%s\","
                        + "\"language\":\"en\",\"signed_up_at\":\"%s\",\"last_visit_at\":\"%s\","
                        + "\"last_purchase_at\":\"%s\",\"purchase_total\":%.2f,\"purchases\":%d,\"average_basket\":%.2f,"
                        + "\"loyalty_tier\":\"%s\",\"favourite_shop\":\"%s\",\"interests\":\"%s, %s, %s\","
                        + "\"notes\":\"called in \\\"%s\\\", wants to be called back\"}",
                person,
                email(person),
                phone(person),
                USER,
                user(person),
                country(person),
                1940 + random.nextInt(60),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                any(FIRST, random),
                any(LAST, random),
                any(CITY, random),
                time(2023, random),
                time(2026, random),
                time(2025, random),
                random.nextDouble() * 5_000,
                random.nextInt(90),
                random.nextDouble() * 200,
                any(TIER, random),
                any(SHOP, random),
                any(INTEREST, random),
                any(INTEREST, random),
                any(INTEREST, random),
                any(CITY, random));
    }

    private static String email(int person) {
        return "customer." + person + "@mail" + person % 7 + ".example.com";
    }

    static String user(int person) {
        return "u-" + (100_000_000 + person);
    }

    /** A range that no operator uses. */
    private static String phone(int person) {
        return String.format(Locale.ROOT, "+90500%07d", person);
    }

    private static String country(int person) {
        return COUNTRY[person % COUNTRY.length];
    }

    private static String any(String[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static String time(int year, Random random) {
        return String.format(
                Locale.ROOT,
                "%d-%02d-%02dT%02d:%02d:%02dZ",
                year,
                1 + random.nextInt(9),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60));
    }
}
