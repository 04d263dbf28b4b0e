-- /*side*/_is_person  Bool  this end is a person's
/*is_person side*/

-- /*side*/_person_id  String  id of the person at this end; the user principal name or the name where Graph tells no id
/*person_id side*/
