"""Labelled sets for hidden links, personal data and wording: generators of cases in the manner of many real sites."""
