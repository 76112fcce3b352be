package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.region.GatewayClient;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/** Turns the consents of its own people around, in requests of one and of several events. One thread at a time. */
final class Writer {

    private static final int MOST_EVENTS = 8;

    private final String name;
    private final Random random;
    private final List<Person> people = new ArrayList<>();
    private int events;
    private int acknowledged;
    private int unanswered;

    Writer(String name, long seed) {
        this.name = name;
        this.random = new Random(seed);
    }

    List<Person> people() {
        return people;
    }

    int acknowledged() {
        return acknowledged;
    }

    int unanswered() {
        return unanswered;
    }

    /** Writes until the gateway is gone; tells {@code answered} the sequence number of each answer at once. */
    void write(GatewayClient client, LongConsumer answered) {
        for (boolean alive = true; alive; ) {
            var chosen = choose();
            var body = chosen.stream()
                    .map(person -> person.event(name + "-ev-" + ++events))
                    .toList();
            try {
                var reply = client.consents(body.toArray(JsonObject[]::new));
                if (reply.status() != 200) {
                    throw new IllegalStateException("consents answered " + reply.status() + ": " + reply.body());
                }
                answered.accept(reply.json().getLong("consent_seq"));
                acknowledge(chosen, reply);
            } catch (CompletionException gone) {
                chosen.forEach(Person::unanswered);
                unanswered += chosen.size();
                alive = false;
            }
        }
    }

    private void acknowledge(List<Person> chosen, GatewayClient.Reply reply) {
        var results = reply.results();
        for (int i = 0; i < chosen.size(); i++) {
            if (!"applied".equals(results.get(i).getString("result"))) {
                throw new IllegalStateException("an event was not applied: " + results.get(i));
            }
            chosen.get(i).acknowledged();
            acknowledged++;
        }
    }

    private List<Person> choose() {
        int wanted = random.nextBoolean() ? 1 : 2 + random.nextInt(MOST_EVENTS - 1);
        for (int i = 0; i < wanted; i++) {
            if (people.size() < wanted || random.nextInt(3) == 0) {
                people.add(new Person(name + "-" + people.size(), random.nextInt(3) == 0));
            }
        }
        Collections.shuffle(people, random);
        return List.copyOf(people.subList(0, wanted));
    }
}
