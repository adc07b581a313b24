/**
 * What becomes of alerts: the lines that Falco prints, the channels that a user's {@code falco.yaml} sends them to, and a
 * receiver shaped like Falcosidekick's, with what it would send on to Slack and Teams.
 *
 * <p>A test can send the alerts of a replay through a {@code falco.yaml} and assert on what arrived:
 *
 * <pre>{@code
 * try (SidekickReceiver sidekick = SidekickReceiver.start(0)) {
 *     FalcoConfig config = FalcoConfig.read(file, version, Map.of("SIDEKICK", sidekick.url().toString())::get);
 *     Detections detections = CaptureReplay.run(capture, RuleSet.compile(rules, config.options()));
 *     try (AlertOutputs outputs = config.openOutputs(System.out, warnings::add)) {
 *         detections.alerts().forEach(outputs::onAlert);
 *     }
 *     assertThat(sidekick.payloads()).hasSize(1);
 * }
 * }</pre>
 */
@NullMarked
package io.kguard.output;

import org.jspecify.annotations.NullMarked;
