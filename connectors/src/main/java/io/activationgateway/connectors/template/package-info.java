/**
 * A channel without code: requests whose method, path and JSON body a template in the configuration describes.
 *
 * <p>Endpoint: the configured URL and the template's path below it. Headers, secrets among them, stand in the
 * configuration. A request carries one record, or many where the template
 * says what one of them looks like. Data regions: none, the configuration names URL and country.
 *
 * <p>Limits: those of the configuration. What an answer means follows from its status and, where the template says so, from
 * what stands in its body at a JSON pointer (RFC 6901).
 */
@NullMarked
package io.activationgateway.connectors.template;

import org.jspecify.annotations.NullMarked;
