// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.output;

import org.jspecify.annotations.NullMarked;
