// SPDX-License-Identifier: Apache-2.0
/**
 * What happened in a scenario, whether it was played or read from a recording, and what each rule is judged to have done.
 * Nothing here starts a container.
 */
@NullMarked
package io.kguard.verdict;

import org.jspecify.annotations.NullMarked;
