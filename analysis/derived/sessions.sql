-- people_sides  Array(LowCardinality(String))  the ends that are a person's: caller, callee
arrayConcat(
    if(/*is_person caller*/, ['caller'], []),
    if(/*is_person callee*/, ['callee'], []))

-- /*side*/_person_id  String  id of the person at this end; the user principal name or the name where Graph tells no id
/*person_id side*/
