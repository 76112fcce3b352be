package io.activationgateway.gateway.api;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.register.ConsentRegister;
import io.activationgateway.gateway.config.GatewayConfig;
import io.activationgateway.gateway.consents.ConsentReceipt;
import io.activationgateway.gateway.delivery.Grounds;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.lifecycle.PolicyDesk;
import io.activationgateway.gateway.opendsr.OpenDsr;
import io.activationgateway.gateway.optout.Enquiries;
import io.activationgateway.gateway.outbox.Outbox;
import io.activationgateway.gateway.screening.Screening;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All that the HTTP face of a region stands on, shared by its event loops.
 *
 * @param clock legal time
 * @param ticker monotonic, in nanoseconds; the couriers' too
 * @param openDsr takes data subject requests, null where none are taken
 * @param optOuts answers questions about what recipients are told
 * @param policies the policy's life cycle
 * @param outbox what is sent later
 */
public record RegionApi(
        GatewayConfig config,
        KeyRing pseudonymKeys,
        ConsentRegister register,
        Grounds grounds,
        Map<String, Outlet> outlets,
        LongSupplier ticker,
        RecordMeter meter,
        Readiness readiness,
        ConsentReceipt receipts,
        InstantSource clock,
        Pages pages,
        @Nullable OpenDsr openDsr,
        Enquiries optOuts,
        PolicyDesk policies,
        Outbox outbox) {

    /** What is served as it is: metrics, the ledger's checkpoint, the OpenAPI document. */
    public interface Pages {
        String metrics();

        String checkpoint();

        String openApi();
    }

    /** One verticle per event loop; they share the port. */
    public ApiVerticle.Shared shared() {
        return new ApiVerticle.Shared(
                this,
                new SourceKeys(config.sources().values()),
                new BytesInFlight(config.delivery().maxBytesInFlight()),
                new InWork());
    }

    /** For one batch loop. */
    BatchScreening screening() {
        return new BatchScreening(
                new Screening(register, new SubjectKeys(pseudonymKeys)),
                grounds,
                ticker,
                meter,
                new BatchScreening.Intake(
                        new BatchReader(Limits.DEFAULT, clock),
                        new SignalIntake(register::append, meter),
                        policies.traffic().record().recorder()));
    }

    ActivationHandler activations(BatchScreening screening, BytesInFlight inFlight, BatchLoop loop) {
        return new ActivationHandler(
                outlets,
                screening,
                grounds,
                ticker,
                meter,
                new ActivationHandler.Settings(
                        new AnswerWriter(config.region()),
                        new BodyReader(Limits.DEFAULT.bodyBytes(), inFlight),
                        loop,
                        new OutboxDesk(outbox, new AnswerWriter(config.region())),
                        config.delivery().deadline()));
    }

    DecisionHandler decisions(
            ActivationHandler activations, BatchScreening screening, BytesInFlight inFlight, BatchLoop loop) {
        return new DecisionHandler(
                activations,
                screening,
                new DecisionHandler.Past(register, new AsOf(register, pseudonymKeys), pseudonymKeys),
                new AnswerWriter(config.region()),
                new BodyReader(Limits.DEFAULT.bodyBytes(), inFlight),
                loop);
    }

    ConsentHandler consents(BytesInFlight inFlight) {
        var limits = Limits.DEFAULT;
        var intake = new ConsentIntake(
                register,
                grounds.policy(),
                erased -> register.subject(erased)
                        .thenCompose(held -> outbox.forget(erased, held))
                        .thenCompose(_ ->
                                openDsr == null ? CompletableFuture.completedStage(null) : openDsr.forget(erased)));
        var answers = new ConsentAnswers(config.region());
        return new ConsentHandler(
                new BodyReader(limits.bodyBytes(), inFlight),
                limits,
                intake,
                new ConsentBulk(limits, inFlight, answers, readiness::draining),
                answers);
    }

    SubjectHandler subjects(BytesInFlight inFlight) {
        return new SubjectHandler(records(), questions(inFlight), new SubjectAnswers(config.region()), receipts, clock);
    }

    OptOutHandler optOutStates(BytesInFlight inFlight) {
        return new OptOutHandler(questions(inFlight), records(), optOuts, new OptOutAnswers(config.region()));
    }

    private SubjectRecords records() {
        return new SubjectRecords(register, pseudonymKeys, optOuts);
    }

    private SubjectQuestions questions(BytesInFlight inFlight) {
        var limits = Limits.DEFAULT;
        return new SubjectQuestions(new BodyReader(limits.bodyBytes(), inFlight), limits);
    }

    KeyRotationHandler keyRotation() {
        return new KeyRotationHandler(register);
    }

    RegisterExport export() {
        return new RegisterExport(register);
    }
}
