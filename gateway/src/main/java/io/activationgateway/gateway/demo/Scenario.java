package io.activationgateway.gateway.demo;

import io.activationgateway.gateway.demo.Audience.Body;
import io.activationgateway.gateway.demo.Audience.Format;
import io.activationgateway.gateway.demo.Audience.Job;
import io.activationgateway.gateway.demo.Audience.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the demonstration does, in order: it tells the consents, posts the audiences, lets ten people change their mind in
 * between, and lets vendors fail at the end. No row occurs twice; who is meant twice has two rows with two ids.
 */
final class Scenario {

    static final int CHANGED_MINDS = 10;

    private static final Body JSON = new Body(Format.JSON, false);
    private static final Body JSON_GZIP = new Body(Format.JSON, true);
    private static final Body NDJSON = new Body(Format.NDJSON, false);
    private static final Body NDJSON_GZIP = new Body(Format.NDJSON, true);
    private static final Body CSV = new Body(Format.CSV, false);
    private static final Body CSV_GZIP = new Body(Format.CSV, true);

    private static final int ADVERTISED = 320;
    private static final String NEWSLETTER = "email-newsletter";
    private static final String PERSONALISATION = "personalisation";
    private static final String SMS_OFFERS = "sms-offers";
    private static final String PARCEL = "parcel-notice";
    private static final String SPRING_LIST = "70410";
    private static final String RUNNERS_LIST = "70411";

    private final List<Customer> europeans;
    private final List<Customer> turks;
    private final Cast cast;
    private final List<Step> steps = new ArrayList<>();

    private Scenario(Cast cast) {
        this.cast = cast;
        this.europeans = cast.europeans();
        this.turks = cast.turks();
    }

    /**
     * The steps.
     *
     * @param now the present: when the ten give the consent that they take back
     */
    static List<Step> of(List<Customer> customers, Instant now) {
        var scenario = new Scenario(Cast.of(customers, now));
        scenario.consents();
        scenario.european();
        scenario.otherVendors();
        scenario.closedRoutes();
        scenario.gaps();
        scenario.brokenRows();
        scenario.sentLater();
        scenario.changeOfMind();
        scenario.turkish();
        scenario.turkishTransfers();
        scenario.failingVendors();
        return List.copyOf(scenario.steps);
    }

    private void consents() {
        var european = new ArrayList<>(ConsentSample.of(europeans));
        // Grants that belong to the other region are not stored; refusals count wherever they arrive.
        european.addAll(ConsentSample.of(turks.subList(0, 3)));
        steps.add(new Step.Tell(Site.EU, european));
        steps.add(new Step.Tell(Site.TR, ConsentSample.of(turks)));
        var disputing = ConsentSample.about(cast.consenting(7), "restriction");
        disputing.put("restriction", "SET");
        steps.add(new Step.Tell(Site.EU, "/v1/restrictions", List.of(disputing)));
        steps.add(new Step.Tell(Site.EU, "/v1/erasures", List.of(ConsentSample.about(cast.consenting(8), "erasure"))));
    }

    private void european() {
        var newsletter = new ArrayList<>(rows(europeans, "news"));
        newsletter.addAll(rows(turks.subList(0, 20), "news-wrong"));
        newsletter.add(row(europeans.get(3), "nowhere").with("country", null));
        newsletter.add(row(europeans.get(4), "brazil").with("country", "BR"));
        newsletter.add(row(cast.consenting(0), "court").with("court_record", "sealed"));
        newsletter.add(row(cast.consenting(1), "moved").with("email", "new.address0001@example.net"));
        post(eu("iterable-eu", NEWSLETTER), "upsert", null, JSON, newsletter);
        post(eu("iterable-eu", "similar-products"), "upsert", null, NDJSON, rows(europeans, 0, 150, "similar"));
        post(eu("iterable-us", NEWSLETTER), "add", RUNNERS_LIST, NDJSON_GZIP, rows(europeans, 0, 400, "runners"));
        var scored = new ArrayList<>(rows(europeans, 100, 400, "scored"));
        // This vendor knows people by e-mail: what carries none cannot be said to it.
        scored.add(row(cast.profiled(), "no-email").with("email", null));
        post(eu("iterable-us", PERSONALISATION), "upsert", null, CSV, scored);
        post(eu("segment-eu", PERSONALISATION), "upsert", null, JSON_GZIP, rows(europeans, 0, 500, "traits"));
        post(eu("segment-eu", PERSONALISATION), "track", null, NDJSON, events(europeans.subList(0, 300)));
        post(eu("klaviyo-us", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 120, "flows"));
        post(eu("hubspot-eu", NEWSLETTER), "upsert", null, NDJSON, rows(europeans, 0, 120, "contacts"));
        post(eu("webhook-de", PERSONALISATION), "upsert", null, CSV_GZIP, rows(europeans, 0, 200, "partner"));
        post(eu("webhook-gb", NEWSLETTER), "upsert", null, JSON, rows(europeans, 200, 350, "british"));
        post(eu("webhook-gb", PARCEL), "track", null, NDJSON, events(europeans.subList(300, 380)));
        post(eu("webhook-gb", "parcel-coupon"), "upsert", null, JSON, rows(europeans, 0, 40, "coupon"));
        post(eu("webhook-health", PERSONALISATION), "upsert", null, JSON, rows(europeans, 0, 200, "healthy"));
        post(eu("ads-webhook", "ad-audience"), "add", "spring", JSON, advertised());
        post(eu("ads-webhook", "ad-audience"), "add", "spring", JSON, signalled());
    }

    /** One audience for each. */
    private void otherVendors() {
        post(eu("braze-eu", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 150, "braze"));
        post(eu("customerio-eu", NEWSLETTER), "upsert", null, NDJSON, rows(europeans, 0, 150, "customerio"));
        post(
                eu("customerio-pipelines-eu", PERSONALISATION),
                "track",
                null,
                NDJSON,
                events(europeans.subList(380, 440)));
        post(eu("mparticle-eu", PERSONALISATION), "upsert", null, JSON, rows(europeans, 0, 90, "mparticle"));
        post(eu("rudderstack-eu", PERSONALISATION), "upsert", null, NDJSON, rows(europeans, 0, 120, "rudderstack"));
        post(eu("team-sheet", NEWSLETTER), "upsert", null, CSV, rows(europeans, 0, 100, "sheet"));
        post(eu("n8n-de", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 80, "n8n"));
        post(eu("make-eu", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 80, "make"));
        post(eu("zapier-us", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 20, "zapier"));
        post(eu("coupons-de", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 20, "coupons"));
        post(eu("temporal-de", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 60, "workflows"));
        post(eu("temporal-de", NEWSLETTER), "add", "runners", NDJSON, rows(europeans, 60, 90, "members"));
    }

    /** Most rows leave health out; a few do not, and stay. */
    private List<Row> advertised() {
        var rows = new ArrayList<Row>();
        for (var row : rows(europeans, 0, ADVERTISED, "ads")) {
            rows.add(rows.size() % 20 == 0 ? row.with("health_interest", true) : row.without("health_interest"));
        }
        return rows;
    }

    /** What a browser said may only take away; of a person in no other row to this recipient. */
    private List<Row> signalled() {
        var permitting = cast.advertisedBeyond(ADVERTISED);
        return List.of(
                row(permitting, "opted-out").without("health_interest").with("gpc", true),
                row(permitting, "unreadable").without("health_interest").with("tcf", "no-such-string"));
    }

    private void closedRoutes() {
        post(eu("segment-us", PERSONALISATION), "upsert", null, JSON, rows(europeans, 0, 100, "lapsed"));
        post(eu("webhook-in", NEWSLETTER), "upsert", null, CSV, rows(europeans, 0, 60, "india"));
        post(eu("webhook-au", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 60, "agency"));
        post(eu("webhook-sg", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 60, "singapore"));
    }

    private void gaps() {
        post(eu("webhook-unlisted", NEWSLETTER), "upsert", null, JSON, rows(europeans, 0, 10, "unlisted"));
        post(eu("iterable-eu", "win-back"), "upsert", null, JSON, rows(europeans, 0, 10, "win-back"));
        post(
                new Job(Site.EU, "partner-north", "iterable-eu", NEWSLETTER),
                "upsert",
                null,
                JSON,
                rows(europeans, 0, 10, "north"));
        var americans = europeans.stream()
                .filter(one -> one.country().equals("US"))
                .limit(25)
                .toList();
        post(
                new Job(Site.EU, "warehouse-us", "iterable-us", NEWSLETTER),
                "upsert",
                null,
                CSV,
                rows(americans, "us-shop"));
    }

    private void brokenRows() {
        var rows = new ArrayList<>(List.of(row(cast.consenting(2), "among-broken")));
        rows.addAll(BrokenRows.all());
        post(eu("iterable-eu", NEWSLETTER), "upsert", null, NDJSON, rows);
        var typed = row(cast.consenting(3), "typed").with("purchases", "many");
        post(
                eu("iterable-eu", NEWSLETTER),
                "upsert",
                null,
                CSV,
                List.of(row(cast.consenting(4), "beside"), typed, BrokenRows.row("columns", "one,two,three")));
    }

    /** Answered before it is sent; some rows end in the answer already, and one belongs to the other region. */
    private void sentLater() {
        var rows = new ArrayList<>(rows(europeans, 200, 260, "later"));
        rows.add(row(turks.getFirst(), "later-wrong"));
        steps.add(new Step.Queue(new Audience(eu("webhook-de", PERSONALISATION), "upsert", null, NDJSON, rows, 0)));
    }

    /** Ten people consent, receive the newsletter, take it back by a link, and are taken off the list. */
    private void changeOfMind() {
        var people = cast.neverAsked(CHANGED_MINDS);
        var now = cast.now();
        var run = now.toEpochMilli();
        steps.add(new Step.Tell(
                Site.EU,
                each(
                        people,
                        one -> ConsentSample.newsletterConsent(
                                one, "ev-" + one.number() + ".yes." + run, now.toString()))));
        post(eu("iterable-eu", NEWSLETTER), "upsert", null, JSON, rows(people, "profile"));
        post(eu("iterable-eu", NEWSLETTER), "add", SPRING_LIST, JSON, rows(people, "welcome"));
        steps.add(new Step.Tell(
                Site.EU,
                each(
                        people,
                        one -> ConsentSample.newsletterWithdrawal(
                                one, "ev-" + one.number() + ".no." + run, now.toString()))));
        // The rows carry the user id alone: who withdrew by e-mail is meant all the same.
        post(
                eu("iterable-eu", NEWSLETTER),
                "upsert",
                null,
                JSON,
                rows(people, "after").stream()
                        .map(row -> row.without("email", "phone"))
                        .toList());
        post(eu("iterable-eu", NEWSLETTER), "remove", SPRING_LIST, JSON, rows(people, "leave"));
    }

    private void turkish() {
        var offers = new ArrayList<>(rows(turks, "offers"));
        offers.addAll(rows(europeans, 0, 15, "offers-wrong"));
        post(tr("webhook-tr", SMS_OFFERS), "upsert", null, JSON, offers);
        post(tr("webhook-tr", NEWSLETTER), "add", "bulten", CSV, rows(turks, 0, 200, "bulten"));
        post(tr("webhook-tr", PARCEL), "track", null, NDJSON_GZIP, events(turks.subList(0, 80)));
        post(tr("webhook-tr", "parcel-coupon"), "upsert", null, JSON, rows(turks, 0, 20, "kupon"));
        post(
                new Job(Site.TR, "outlet-tr", "webhook-tr", SMS_OFFERS),
                "upsert",
                null,
                JSON,
                rows(turks, 0, 20, "outlet"));
    }

    private void turkishTransfers() {
        var traits = new ArrayList<>(rows(turks, 0, 250, "traits"));
        for (var customer : turks.subList(250, 260)) {
            traits.add(row(customer, "credit").with("credit_limit", 25_000.0));
        }
        post(tr("segment-eu-tr", PERSONALISATION), "upsert", null, JSON, traits);
        post(tr("iterable-us-tr", NEWSLETTER), "upsert", null, JSON, rows(turks, 0, 60, "abroad"));
        for (var contract : List.of("late", "recent", "risk", "unsigned")) {
            post(tr("webhook-tr-ss-" + contract, PERSONALISATION), "upsert", null, CSV, rows(turks, 0, 40, contract));
        }
    }

    private void failingVendors() {
        fail(eu("webhook-health", PERSONALISATION), "upsert", "refused", "{\"count\":1000,\"status\":422}");
        fail(eu("webhook-gb", NEWSLETTER), "upsert", "locked-out", "{\"count\":1000,\"status\":401}");
        fail(
                eu("segment-eu", PERSONALISATION),
                "track",
                "throttled",
                "{\"count\":1000,\"status\":429,\"retryAfter\":\"30\"}");
        fail(tr("webhook-tr", SMS_OFFERS), "upsert", "unanswered", "{\"count\":1000,\"drop\":true}");
    }

    private void post(Job job, String operation, @Nullable String list, Body body, List<Row> rows) {
        steps.add(new Step.Post(new Audience(job, operation, list, body, rows, 0)));
    }

    private void fail(Job job, String operation, String tag, String failure) {
        steps.add(new Step.Fail(job, operation, tag, failure));
    }

    private static List<Map<String, @Nullable Object>> each(
            List<Customer> people, Function<Customer, Map<String, @Nullable Object>> event) {
        return people.stream().map(event).toList();
    }

    private static Job eu(String destination, String purpose) {
        return new Job(Site.EU, "warehouse-eu", destination, purpose);
    }

    private static Job tr(String destination, String purpose) {
        return new Job(Site.TR, "warehouse-tr", destination, purpose);
    }

    private static Row row(Customer customer, String tag) {
        return Row.of(customer, tag);
    }

    private static List<Row> rows(List<Customer> customers, String tag) {
        return customers.stream().map(customer -> row(customer, tag)).toList();
    }

    private static List<Row> rows(List<Customer> customers, int from, int to, String tag) {
        return rows(customers.subList(from, to), tag);
    }

    private static List<Row> events(List<Customer> customers) {
        return rows(customers, "shipped").stream().map(Row::shipped).toList();
    }
}
