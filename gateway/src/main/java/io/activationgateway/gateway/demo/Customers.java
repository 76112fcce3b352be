package io.activationgateway.gateway.demo;

import io.activationgateway.gateway.demo.Customer.Choice;
import io.activationgateway.gateway.demo.Customer.Choices;
import io.activationgateway.gateway.demo.Customer.Name;
import io.activationgateway.gateway.demo.Customer.Purchases;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Invents customers. The same seed, count and year give the same customers; the year only moves birth dates, so that
 * minors stay minors. E-mail addresses are at domains that RFC 2606 reserves, numbers from {@link Phones}.
 */
final class Customers {

    static final long SEED = 20_260_501L;
    static final int COUNT = 2_000;

    private static final Pattern MARKS = Pattern.compile("\\p{M}");
    private static final List<String> DOMAINS = List.of("example.com", "example.org", "example.net");

    /** A country's share of a hundred, and what its people are called. */
    private record Land(
            String code, int share, String language, List<String> first, List<String> last, List<String> cities) {}

    private static final List<Land> LANDS = List.of(
            land(
                    "DE",
                    25,
                    "de",
                    "Anna Jonas Lea Paul Mia Felix Jörg Käthe",
                    "Weber Koch Schäfer Brandt Vogel Krüger",
                    "Berlin Köln Leipzig Ulm"),
            land(
                    "FR",
                    14,
                    "fr",
                    "Chloé Louis Inès Hugo Zoé Noël Élise Luc",
                    "Moreau Girard Lefèvre Roux Fabre Caron",
                    "Lyon Nantes Lille Brest"),
            land(
                    "NL",
                    10,
                    "nl",
                    "Sanne Daan Fleur Bram Lotte Sem",
                    "Bakker Visser Smit Mulder Vos",
                    "Utrecht Breda Zwolle"),
            land(
                    "SE",
                    8,
                    "sv",
                    "Astrid Nils Elsa Åke Saga Björn",
                    "Lindqvist Öberg Sjögren Ek Wallin",
                    "Lund Umeå Växjö"),
            land("IE", 6, "en", "Aoife Conor Niamh Seán Orla", "Walsh Byrne Nolan Daly", "Cork Galway Sligo"),
            land(
                    "TR",
                    20,
                    "tr",
                    "Ayşe Can Elif Çağla İpek Umut Gül Işıl",
                    "Yıldız Şahin Öztürk Kılıç Doğan Aksoy",
                    "İzmir Ankara Bursa Muğla"),
            land(
                    "GB",
                    9,
                    "en",
                    "Isla Owen Poppy Rhys Edith Callum",
                    "Hughes Clarke Reid Marsh Doyle",
                    "Leeds Cardiff Perth"),
            land(
                    "US",
                    8,
                    "en",
                    "Riley Jordan Casey Morgan Avery Quinn",
                    "Parker Hayes Brooks Foster Reyes",
                    "Austin Boise Tulsa"));

    private static final Weighted EMAIL = new Weighted()
            .add(Choice.CONSENTED, 52)
            .add(Choice.NEVER_ASKED, 8)
            .add(Choice.REFUSED, 6)
            .add(Choice.WITHDREW, 10)
            .add(Choice.LAPSED, 5)
            .add(Choice.BOUGHT_SIMILAR, 8)
            .add(Choice.CLAIMED_INTEREST, 3)
            .add(Choice.OBJECTED_TO_ALL, 4)
            .add(Choice.OBJECTED_TO_CHANNEL, 4);

    private static final Weighted TURKISH_MESSAGES = new Weighted()
            .add(Choice.CONSENTED, 56)
            .add(Choice.NEVER_ASKED, 6)
            .add(Choice.CONSENTED_WITHOUT_APPROVAL, 14)
            .add(Choice.CONSENTED_APPROVAL_REFUSED, 10)
            .add(Choice.WITHDREW, 8)
            .add(Choice.OBJECTED_TO_ALL, 3)
            .add(Choice.OBJECTED_TO_CHANNEL, 3);

    private static final Weighted PROFILING = new Weighted()
            .add(Choice.CONSENTED, 46)
            .add(Choice.CONSENTED_EXPLICITLY, 18)
            .add(Choice.NEVER_ASKED, 12)
            .add(Choice.WITHDREW, 9)
            .add(Choice.OBJECTED_TO_PROFILING, 8)
            .add(Choice.REFUSED, 7);

    private static final Weighted ADVERTISING = new Weighted()
            .add(Choice.CONSENTED, 46)
            .add(Choice.CONSENTED_EXPLICITLY, 6)
            .add(Choice.CLAIMED_INTEREST, 10)
            .add(Choice.NEVER_ASKED, 22)
            .add(Choice.WITHDREW, 16);

    private final Random random;
    private final int year;
    private final Map<String, Integer> serials = new HashMap<>();

    private Customers(long seed, int year) {
        this.random = new Random(seed);
        this.year = year;
    }

    /**
     * The customers, numbered from 1.
     *
     * @param year the year in which minors are minors
     */
    static List<Customer> invent(long seed, int count, int year) {
        var inventor = new Customers(seed, year);
        var customers = new ArrayList<Customer>(count);
        for (int number = 1; number <= count; number++) {
            customers.add(inventor.customer(number));
        }
        return List.copyOf(customers);
    }

    private Customer customer(int number) {
        var land = land(number);
        var name = new Name(any(land.first()), any(land.last()), any(land.cities()), land.language());
        int serial = serials.merge(land.code(), 1, Integer::sum) - 1;
        var birthDate = birthDate();
        boolean minor = birthDate != null && birthDate.getYear() > year - 18;
        return new Customer(
                number,
                name,
                land.code(),
                email(name, number),
                Phones.number(land.code(), serial),
                birthDate,
                purchases(),
                choices(land.code().equals("TR"), minor),
                random.nextInt(100) >= 6);
    }

    /** Countries come by turns, so that each has its share in every hundred. */
    private static Land land(int number) {
        int place = number * 37 % 100;
        for (var land : LANDS) {
            place -= land.share();
            if (place < 0) {
                return land;
            }
        }
        throw new IllegalStateException("the shares of the countries are less than a hundred");
    }

    private String email(Name name, int number) {
        var local = ascii(name.first()) + "." + ascii(name.last()) + String.format(Locale.ROOT, "%04d", number);
        boolean capitals = random.nextInt(10) == 0;
        return (capitals ? local : local.toLowerCase(Locale.ROOT)) + "@" + any(DOMAINS);
    }

    private @Nullable LocalDate birthDate() {
        int kind = random.nextInt(100);
        int day = 1 + random.nextInt(365);
        if (kind < 6) {
            return null;
        }
        if (kind < 10) {
            return LocalDate.ofYearDay(year - 10 - random.nextInt(3), day);
        }
        if (kind < 12) {
            // Seventeen all year long: above every age of consent but the Turkish, and no adult.
            return LocalDate.ofYearDay(year - 17, day);
        }
        return LocalDate.ofYearDay(year - 20 - random.nextInt(60), day);
    }

    private Purchases purchases() {
        int count = random.nextInt(40);
        int interest = random.nextInt(4);
        return new Purchases(
                count,
                count * (500L + random.nextInt(9_000)),
                String.format(
                        Locale.ROOT,
                        "%d-%02d-%02dT%02d:15:00Z",
                        year - 1,
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(24)),
                count > 25 ? "gold" : count > 10 ? "silver" : "none",
                interest == 3 ? null : interest == 0,
                random.nextInt(1_000) / 1_000.0);
    }

    private Choices choices(boolean turkish, boolean minor) {
        var email = (turkish ? TURKISH_MESSAGES : EMAIL).any(random);
        // Text messages are the Turkish shop's channel; Europeans were not asked.
        var sms = turkish ? TURKISH_MESSAGES.any(random) : Choice.NEVER_ASKED;
        var profiling = PROFILING.any(random);
        var advertising = ADVERTISING.any(random);
        if (minor && !turkish && random.nextInt(3) == 0) {
            email = Choice.PARENT_CONSENTED;
        }
        return new Choices(email, sms, profiling, advertising);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String ascii(String text) {
        return MARKS.matcher(Normalizer.normalize(text.replace('ı', 'i'), Normalizer.Form.NFD))
                .replaceAll("");
    }

    private static Land land(String code, int share, String language, String first, String last, String cities) {
        return new Land(
                code, share, language, List.of(first.split(" ")), List.of(last.split(" ")), List.of(cities.split(" ")));
    }

    /** Choices and how often each occurs. */
    private static final class Weighted {

        private final List<Choice> choices = new ArrayList<>();

        Weighted add(Choice choice, int weight) {
            for (int i = 0; i < weight; i++) {
                choices.add(choice);
            }
            return this;
        }

        Choice any(Random random) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
