// SPDX-License-Identifier: Apache-2.0
/** What a machine can run. */
@NullMarked
package io.kguard.internal.tool.doctor;

import org.jspecify.annotations.NullMarked;
