/**
 * mParticle, as a platform input that batches of user data are sent to.
 *
 * <p>Endpoint: {@code POST /v2/bulkevents}, a JSON array in which one object stands for one user, HTTP Basic with key and
 * secret of the input. mParticle has no call that puts somebody into an audience: membership is the boolean attribute
 * {@code aud_<audience>}, on which the audience is built there. Consent travels as {@code consent_state.gdpr.<purpose>},
 * with the purposes that were made in mParticle's console, and as {@code consent_state.ccpa.data_sale_opt_out}. Events older
 * than 30 days go to {@code POST /v2/bulkevents/historical}. Erasure is an OpenDSR request
 * ({@code POST https://opendsr.mparticle.com/v3/requests}, one host for all pods, HTTP Basic with key and secret of the
 * workspace), whose end is asked for until it is completed. Data regions are the pods {@code us1}, {@code us2},
 * {@code eu1} (Frankfurt) and {@code au1} (Sydney).
 *
 * <p>Limits: 100 users and 256 KB a request, 128 KB a user, 270 users a second; the name of an event or an attribute has up
 * to 256 characters, a value 4,096, a list 1,000 entries of 512, and a user or event 100 attributes. There is no result per
 * user: a 202 means accepted. {@code source_request_id} is what repetitions are recognised by, which the vendor documented
 * in 2023 for 30 to 60 days.
 */
@NullMarked
package io.activationgateway.connectors.mparticle;

import org.jspecify.annotations.NullMarked;
