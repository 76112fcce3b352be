package io.activationgateway.gateway.demo;

import io.activationgateway.gateway.demo.Audience.Job;
import io.activationgateway.gateway.demo.Audience.Site;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing the demonstration does. */
sealed interface Step {

    /**
     * Tells a gateway what people said.
     *
     * @param path the endpoint that takes it
     */
    record Tell(Site site, String path, List<Map<String, @Nullable Object>> events) implements Step {
        public Tell {
            events = List.copyOf(events);
        }

        /** Consents, and what else goes with them. */
        Tell(Site site, List<Map<String, @Nullable Object>> events) {
            this(site, "/v1/consents", events);
        }
    }

    /** Posts an audience. */
    record Post(Audience audience) implements Step {}

    /** Posts an audience to be sent later, and follows its status until every row has ended. */
    record Queue(Audience audience) implements Step {}

    /**
     * Lets a simulated vendor fail from now on, and posts rows of people that it received before: whatever it makes of
     * them, it learns of nobody new.
     *
     * @param operation one whose records tell there which row they are, so that they are not taken for earlier ones
     * @param failure as the sandbox takes it
     */
    record Fail(Job job, String operation, String tag, String failure) implements Step {}
}
