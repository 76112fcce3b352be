package io.activationgateway.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the consent API answered to one body: how many events ended how. */
record Answers(Audience.Site site, Map<String, Integer> counts) {

    static Answers of(Audience.Site site, JsonNode answer) {
        var counts = new TreeMap<String, Integer>();
        answer.path("counts")
                .properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().asInt()));
        return new Answers(site, counts);
    }

    /** The sums over all bodies of a gateway. */
    static Map<String, Integer> sum(List<Answers> answers, Audience.Site site) {
        var sum = new TreeMap<String, Integer>();
        answers.stream()
                .filter(answer -> answer.site() == site)
                .forEach(answer -> answer.counts().forEach((name, count) -> sum.merge(name, count, Integer::sum)));
        return sum;
    }
}
