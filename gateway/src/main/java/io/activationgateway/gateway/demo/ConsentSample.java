package io.activationgateway.gateway.demo;

import io.activationgateway.gateway.demo.Customer.Choice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what customers said as the events that {@code POST /v1/consents} takes. The ids of events are stable, so that a
 * second import changes nothing.
 */
final class ConsentSample {

    private static final String ASKED_AT = "2025-05-01T10:00:00Z";
    private static final String LAPSED_AT = "2026-03-31T00:00:00Z";

    private final Customer customer;
    private final List<Map<String, @Nullable Object>> events;

    private ConsentSample(Customer customer, List<Map<String, @Nullable Object>> events) {
        this.customer = customer;
        this.events = events;
    }

    /** All events of these customers. */
    static List<Map<String, @Nullable Object>> of(List<Customer> customers) {
        var events = new ArrayList<Map<String, @Nullable Object>>();
        for (var customer : customers) {
            var sample = new ConsentSample(customer, events);
            sample.say(customer.choices().email(), "DIRECT_MARKETING", "EMAIL");
            sample.say(customer.choices().sms(), "DIRECT_MARKETING", "SMS");
            sample.say(customer.choices().profiling(), "PROFILING", "NONE");
            sample.say(customer.choices().advertising(), "AD_TARGETING", "WEB_AD");
        }
        return events;
    }

    /** A consent to the newsletter, given at an instant. */
    static Map<String, @Nullable Object> newsletterConsent(Customer customer, String id, String at) {
        var events = new ArrayList<Map<String, @Nullable Object>>();
        new ConsentSample(customer, events).grant(id, "DIRECT_MARKETING", "EMAIL", "CONSENT", "TICKED_BY_USER");
        var event = events.getFirst();
        event.put("at", at);
        return event;
    }

    /** The newsletter's consent taken back by the e-mail address alone, as by a link in a message. */
    static Map<String, @Nullable Object> newsletterWithdrawal(Customer customer, String id, String at) {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("event", id);
        event.put("identifiers", Map.of("email", customer.email()));
        event.put("country", customer.country());
        event.put("brand", "acme");
        event.put("purpose", "DIRECT_MARKETING");
        event.put("channel", "EMAIL");
        event.put("state", "WITHDRAWN");
        event.put("at", at);
        return event;
    }

    /** A statement about a customer as a whole: who it is, and its id. */
    static Map<String, @Nullable Object> about(Customer customer, String kind) {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("event", String.format(Locale.ROOT, "ev-%04d.%s", customer.number(), kind));
        event.put("identifiers", Map.of("email", customer.email(), "user_id", customer.userId()));
        event.put("country", customer.country());
        return event;
    }

    private void say(Choice choice, String purpose, String channel) {
        var kind = purpose + "." + channel;
        switch (choice) {
            case NEVER_ASKED -> {}
            case CONSENTED -> consent(purpose, channel);
            case CONSENTED_EXPLICITLY -> grant(id(kind), purpose, channel, "EXPLICIT_CONSENT", "SIGNED");
            case PARENT_CONSENTED -> grant(id(kind), purpose, channel, "PARENTAL_CONSENT", "SIGNED");
            case BOUGHT_SIMILAR -> grant(id(kind), purpose, channel, "SOFT_OPT_IN", "SALE_WITH_OPT_OUT");
            case CLAIMED_INTEREST -> grant(id(kind), purpose, channel, "LEGIT_INTEREST", "ON_FILE");
            case REFUSED -> close(id(kind), purpose, channel, "DENIED", null);
            case WITHDREW -> {
                consent(purpose, channel);
                close(id(kind + ".end"), purpose, channel, "WITHDRAWN", null);
            }
            case LAPSED -> {
                grant(id(kind), purpose, channel, "CONSENT", "TICKED_BY_USER");
                events.getLast().put("expires", LAPSED_AT);
            }
            case OBJECTED_TO_ALL -> {
                consent(purpose, channel);
                object(id(kind + ".objection"), "ALL_DM", null);
            }
            case OBJECTED_TO_CHANNEL -> {
                consent(purpose, channel);
                object(id(kind + ".objection"), "CHANNEL", channel);
            }
            case OBJECTED_TO_PROFILING -> {
                consent(purpose, channel);
                object(id(kind + ".objection"), "PROFILING", null);
            }
            case CONSENTED_WITHOUT_APPROVAL -> grant(id(kind), purpose, channel, "CONSENT", "TICKED_BY_USER");
            case CONSENTED_APPROVAL_REFUSED -> {
                grant(id(kind), purpose, channel, "CONSENT", "TICKED_BY_USER");
                close(id(kind + ".iys"), purpose, channel, "DENIED", "MSG_APPROVAL_IYS");
            }
        }
    }

    /** Turkish law asks twice: for the data, and for the message. */
    private void consent(String purpose, String channel) {
        grant(id(purpose + "." + channel), purpose, channel, "CONSENT", "TICKED_BY_USER");
        if (customer.turkish() && purpose.equals("DIRECT_MARKETING")) {
            grant(id(purpose + "." + channel + ".iys"), purpose, channel, "MSG_APPROVAL_IYS", "IYS_REGISTERED");
            events.getLast().put("registered", ASKED_AT);
        }
    }

    private void grant(String id, String purpose, String channel, String basis, String method) {
        var event = about(id);
        event.put("purpose", purpose);
        event.put("channel", channel);
        event.put("state", "GRANTED");
        event.put("basis", basis);
        event.put("at", ASKED_AT);
        event.put("expires", null);
        event.put("evidence", Map.of("notice", "v4", "method", method, "source", "web-signup", "place", "checkout"));
        events.add(event);
    }

    private void close(String id, String purpose, String channel, String state, @Nullable String basis) {
        var event = about(id);
        event.put("purpose", purpose);
        event.put("channel", channel);
        event.put("state", state);
        event.put("basis", basis);
        event.put("at", ASKED_AT);
        events.add(event);
    }

    private void object(String id, String scope, @Nullable String channel) {
        var event = about(id);
        event.put("objection", scope);
        if (channel != null) {
            event.put("channel", channel);
        }
        event.put("at", ASKED_AT);
        events.add(event);
    }

    private Map<String, @Nullable Object> about(String id) {
        var identifiers = new LinkedHashMap<String, @Nullable Object>();
        identifiers.put("email", customer.email());
        identifiers.put("user_id", customer.userId());
        if (customer.phoneLinked()) {
            identifiers.put("phone", customer.phone());
        }
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("event", id);
        event.put("identifiers", identifiers);
        event.put("country", customer.country());
        event.put("brand", "acme");
        return event;
    }

    private String id(String kind) {
        return String.format(Locale.ROOT, "ev-%04d.%s", customer.number(), kind);
    }
}
