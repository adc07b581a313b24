// SPDX-License-Identifier: Apache-2.0
/**
 * Test description files of Falco's event-generator ("suite" files). {@link io.kguard.internal.suite.SuiteFile} reads one: it
 * makes tests of its templates, and of each test a plan, which the program {@code kguard-suite} of the image {@code base}
 * carries out.
 */
@NullMarked
package io.kguard.internal.suite;

import org.jspecify.annotations.NullMarked;
